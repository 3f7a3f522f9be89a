/** Image rows as the product makes them: many runs of a few projects, each with 1,000 to 10,000 images. */

import { digest } from '../../src/adapters/digest.ts';
import type { Document } from '../../src/domain/documents/document.ts';
import { imageDocument, type ImageContext } from '../../src/domain/documents/rows.ts';
import { projectWithoutFile, type Image } from '../../src/domain/model/run.ts';

const projects = ['cell-segmentation', 'road-scenes', 'chest-radiographs', 'leaf-disease'];
const labels = ['benign', 'malignant', 'normal', 'artefact', 'unsure'];
const sites = ['north', 'south', 'harbour', 'university'];
const metricFields = new Map(['pixel_accuracy', 'iou', 'cross_entropy'].map((name) => [name, name] as const));

/** The row of one image, and which run it belongs to. */
export type Row = Document & { run: string; image: { split: string; id: string } };

/** The same rows whenever they are asked for, run by run as files are read. */
export function* imageRows(count: number): Generator<Row> {
  const random = randomNumbers(20_240_229);
  for (let made = 0, run = 0; made < count; run += 1) {
    const images = Math.min(count - made, Math.round(1_000 * 10 ** random()));
    const context = contextOf(run, images);
    for (let number = 0; number < images; number += 1) {
      const image = imageOf(number, context, random);
      const document = imageDocument(image, context);
      yield { ...document, run: document.routing ?? '', image };
    }
    made += images;
  }
}

function contextOf(number: number, images: number): ImageContext {
  const project = projects[number % projects.length] ?? '';
  const id = `unet-${String(number).padStart(5, '0')}`;
  const ended = new Date(Date.UTC(2026, 0, 1) + number * 3_600_000).toISOString();
  return {
    run: {
      project,
      id,
      name: `unet depth=${number % 5} lr=${(0.0001 * (1 + (number % 9))).toFixed(4)}`,
      group: `unet-${number % 5}`,
      author: number % 3 === 0 ? 'ada' : 'grace',
      status: 'completed',
      startedAt: ended,
      endedAt: ended,
      tags: [],
      environment: {},
      hyperparameters: {},
      scores: [],
      definitions: new Map(),
      artifacts: [],
      source: { path: `${project}/${id}.json`, format: 'runlens', modifiedAt: ended },
    },
    project: projectWithoutFile(project),
    derived: {
      primary: {} as ImageContext['derived']['primary'],
      primaryImage: {
        metric: { name: 'pixel_accuracy', direction: 'maximize', level: 'technical' },
        from: 'project',
      },
      directions: [],
      settings: '',
    },
    revision: digest(`${id} with ${images} images`),
    digest,
    metricFields,
  };
}

function sixDigits(value: number) {
  return Math.round(value * 1e6) / 1e6;
}

function imageOf(number: number, { run }: ImageContext, random: () => number): Image {
  const id = `image-${String(number).padStart(6, '0')}`;
  const split = number % 3 === 2 ? 'test' : 'validation';
  const label = labels[(number * 7) % labels.length] ?? '';
  const isRight = random() < 0.85;
  return {
    id,
    split,
    metrics: new Map([
      ['pixel_accuracy', sixDigits(1 - random() ** 3)],
      ['iou', sixDigits(1 - random() ** 2)],
      ['cross_entropy', sixDigits(-Math.log(random() + 1e-9))],
    ]),
    nonfinite: [],
    label,
    prediction: isRight ? label : (labels[Math.floor(random() * labels.length)] ?? ''),
    attributes: new Map<string, string | number>([
      ['site', sites[number % sites.length] ?? ''],
      ['age', 20 + ((number * 13) % 60)],
    ]),
    input: `images/input/${split}/${id}.png`,
    target: `images/target/${split}/${id}.png`,
    output: `images/output/${run.id}/${split}/${id}.png`,
  };
}

/** Numbers in [0, 1) that are the same in every run of the benchmark (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
