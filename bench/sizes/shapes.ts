/** Folders of run files of different shapes. What they hold looks like chance: nothing of it compresses too well. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRandom } from '../../test/soak/random.ts';

export type Shape = { name: string; write: (folder: string) => Promise<void> };

const METRICS = [
  'dice',
  'iou',
  'precision',
  'recall',
  'specificity',
  'hausdorff',
  'assd',
  'psnr',
  'ssim',
  'mae',
];
const LABELS = ['crack', 'dent', 'scratch', 'stain', 'none'];
const SITES = ['north', 'south', 'east', 'west'];

function six(value: number) {
  return Math.round(value * 1e6) / 1e6;
}

function metricName(n: number): string {
  const round = Math.floor(n / METRICS.length);
  return `${METRICS[n % METRICS.length]}${round === 0 ? '' : `_${round}`}`;
}

type RunOptions = { id: string; random: () => number };

/** Two dozen hyperparameters, and what a tracker knows of code and environment. */
function head({ id, random }: RunOptions, n: number): Record<string, unknown> {
  const ended = Date.UTC(2026, 0, 1) + n * 600_000;
  return {
    schema: 'runlens.run/1',
    project: 'sizes',
    run: {
      id,
      name: `unet depth ${n % 5} take ${n}`,
      group: `sweep-${n % 10}`,
      author: `author-${n % 7}`,
      started_at: new Date(ended - 3_600_000).toISOString(),
      ended_at: new Date(ended).toISOString(),
      seed: Math.floor(random() * 1e9),
    },
    code: { repository: 'https://git.example.org/vision/unet', commit: hex(random, 40), branch: 'main' },
    environment: { python: '3.12.4', gpu: 'A100', driver: '550.54' },
    hyperparameters: Object.fromEntries(
      Array.from({ length: 24 }, (_, k) => [
        `parameter_${k}`,
        k % 3 === 0 ? `choice-${n % 4}` : six(random()),
      ]),
    ),
  };
}

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function splitsOf(metrics: number, random: () => number): Record<string, Record<string, number>> {
  const one = () =>
    Object.fromEntries(Array.from({ length: metrics }, (_, k) => [metricName(k), six(random())]));
  return { train: one(), validation: one(), test: one() };
}

/** @param rows in ten runs */
export function imageRows(rows: number, metrics: number, isBare = false): Shape {
  function row(n: number, random: () => number) {
    const name = `image-${String(n).padStart(7, '0')}`;
    const split = n % 2 === 0 ? 'validation' : 'test';
    const values = Array.from({ length: metrics }, (_, k) => [metricName(k), six(random())] as const);
    if (isBare) return { id: name, split, metrics: Object.fromEntries(values) };
    return {
      id: name,
      split,
      label: LABELS[Math.floor(random() * LABELS.length)],
      prediction: LABELS[Math.floor(random() * LABELS.length)],
      metrics: Object.fromEntries(values),
      attributes: { site: SITES[Math.floor(random() * SITES.length)], exposure: Math.floor(random() * 1000) },
      input: `inputs/${split}/${name}.png`,
      target: `targets/${split}/${name}.png`,
      output: `outputs/${split}/${name}.png`,
    };
  }
  const what = `${metrics} ${metrics === 1 ? 'metric' : 'metrics'}${isBare ? ', nothing else' : ''}`;
  return {
    name: `image rows with ${what}`,
    write: (folder) =>
      writeRuns(folder, 10, (options, n) => ({
        ...head(options, n),
        metrics: splitsOf(3, options.random),
        primary_metric: 'dice',
        primary_image_metric: 'dice',
        images: Array.from({ length: rows / 10 }, (_, k) => row(k, options.random)),
      })),
  };
}

/** Runs with metrics for the whole and for ten entities, and without any rows. */
export function plainRuns(runs: number): Shape {
  return {
    name: 'runs of 24 hyperparameters, 4 metrics in 3 splits for the whole and for 10 entities',
    write: (folder) =>
      writeRuns(folder, runs, (options, n) => {
        const { random } = options;
        const metrics = ['train', 'validation', 'test'].flatMap((split) =>
          Array.from({ length: 4 }, (_, k) => metricName(k)).flatMap((name) =>
            [undefined, ...Array.from({ length: 10 }, (_, e) => `class-${e}`)].map((entity) => ({
              name,
              split,
              value: six(random()),
              ...(entity !== undefined && { entity }),
            })),
          ),
        );
        return { ...head(options, n), metrics, primary_metric: 'dice' };
      }),
  };
}

/** @param points of all runs together; with a target, a prediction and a band, in twenty runs of five entities */
export function seriesPoints(points: number): Shape {
  const [runs, entities] = [20, 5];
  return {
    name: 'points of series with target, prediction, lower and upper',
    write: (folder) =>
      writeRuns(folder, runs, (options, n) => {
        const { random } = options;
        const length = points / runs / entities;
        const values = () => Array.from({ length }, () => six(random() * 100));
        return {
          ...head(options, n),
          metrics: splitsOf(3, random),
          primary_metric: 'dice',
          series: Array.from({ length: entities }, (_, e) => ({
            name: 'demand',
            split: 'test',
            entity: `vendor-${e}`,
            timestamps: Array.from({ length }, (_, k) =>
              new Date(Date.UTC(2026, 0, 1) + k * 3_600_000).toISOString(),
            ),
            target: values(),
            prediction: values(),
            lower: values(),
            upper: values(),
          })),
        };
      }),
  };
}

async function writeRuns(
  folder: string,
  runs: number,
  contentOf: (options: RunOptions, n: number) => object,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let n = 0; n < runs; n += 1) {
    const id = `run-${String(n).padStart(6, '0')}`;
    const content = contentOf({ id, random: createRandom(n).fraction }, n);
    await writeFile(join(folder, `${id}.json`), JSON.stringify(content));
  }
}
