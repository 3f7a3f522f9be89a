/** Runs and images by the million, in the shape of the product's documents. */

import { digest } from '../../src/adapters/digest.ts';
import { imageId, runKey } from '../../src/domain/documents/ids.ts';
import { imageRow } from '../support/rows.ts';
import type { Experiment, ImageBody, Template } from './template.ts';

export const IMAGES_PER_RUN = 10_000;
const PROJECTS = 10;

/** Within the year that dashboards show unless told otherwise. */
const DAYS = 360;

/** A bulk operation with the line of its action and that of its document. */
export type Lines = { action: string; document: string };

export function projectOf(run: number): string {
  return `project-${run % PROJECTS}`;
}

/** The first runs, which are the first to have images, are the best of their projects. */
export const bestRuns: readonly number[] = Array.from({ length: PROJECTS }, (_, run) => run);

export function keyOf(run: number): string {
  return runKey(digest, projectOf(run), `run-${run}`);
}

type Range = { from: number; to: number };

/** @param runs how many runs there are in all, which says how close together they ended */
export function* experiments(
  template: Experiment,
  { from, to }: Range,
  runs: number,
  now: number,
): Generator<Lines> {
  for (let run = from; run < to; run += 1) {
    const isBest = run < PROJECTS;
    const score = isBest ? 0.99 : 0.5 + ((run * 7919) % 100_003) / 250_000;
    const primary = { ...template.primary, value: score, score, validation: score, train: score + 0.005 };
    const body = {
      ...template,
      ...whose(run),
      run: { ...template.run, ...nameOf(run), ended_at: endOf(run, runs, now) },
      primary,
      is_best: isBest,
      record: { ...template.record, is: isBest, value: 0.99, score: 0.99 },
    };
    yield { action: JSON.stringify({ index: { _id: keyOf(run) } }), document: JSON.stringify(body) };
  }
}

/** Images with these numbers, counted over all runs. The images of one run are adjacent, as they arrive. */
export function* images(
  template: Template,
  { from, to }: Range,
  runs: number,
  now: number,
): Generator<Lines> {
  for (let run = Math.floor(from / IMAGES_PER_RUN); run * IMAGES_PER_RUN < to; run += 1) {
    const begin = run * IMAGES_PER_RUN;
    const key = keyOf(run);
    const ofRun = {
      ...template.image,
      ...whose(run),
      run: { ...template.image.run, ...nameOf(run), ended_at: endOf(run, runs, now) },
    };
    for (let n = Math.max(begin, from); n < Math.min(begin + IMAGES_PER_RUN, to); n += 1) {
      // The same images in every run, with other numbers.
      const { id, split, input, target, output } = imageRow(n - begin) as Row;
      const body = { ...ofRun, ...numbersOf(template.image, imageRow(n) as Row) };
      const document = JSON.stringify({ ...body, id, split, input, target, output });
      const action = { index: { _id: imageId(digest, key, { split, id }), routing: key } };
      yield { action: JSON.stringify(action), document };
    }
  }
}

type Row = Record<'id' | 'split' | 'label' | 'prediction' | 'input' | 'target' | 'output', string> & {
  metrics: Record<string, number>;
  attributes: { site: string; exposure: number };
};

function numbersOf({ primary }: ImageBody, { label, prediction, metrics, attributes }: Row) {
  const { site, exposure } = attributes;
  const value = metrics[String(primary['metric'])];
  return {
    label,
    prediction,
    is_correct: label === prediction,
    attributes: { pairs: [`site=${site}`], number: { exposure }, keyword: { site } },
    metrics,
    primary: { ...primary, value, score: value },
  };
}

function whose(run: number) {
  return { project: projectOf(run) };
}

function nameOf(run: number) {
  return {
    key: keyOf(run),
    id: `run-${run}`,
    name: `run-${run}`,
    label: `run-${run} (${projectOf(run)})`,
  };
}

function endOf(run: number, runs: number, now: number): string {
  return new Date(now - ((runs - run) / runs) * DAYS * 86_400_000).toISOString();
}
