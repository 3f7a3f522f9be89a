/** Runs that the daemon knows already, and runs that are better than all before. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { smallRun } from '../../test/soak/many-runs.ts';
import { imageRow } from '../support/rows.ts';

export const PROJECT = 'competition';

const AT_ONCE = 64;

/** Writes so many runs of one project: the new run will be judged among all of them. */
export async function writeKnownRuns(folder: string, count: number): Promise<void> {
  await mkdir(join(folder, PROJECT), { recursive: true });
  for (let first = 0; first < count; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, n) => first + n);
    await Promise.all(numbers.map((n) => writeFile(join(folder, PROJECT, `run-${n}.json`), smallRun(n))));
  }
}

export function newRunId(n: number): string {
  return `new-${n}`;
}

/** The run with the number `n` beats all with lower ones. Known runs stay below 0.9. */
export function betterRun(n: number, images: number): string {
  const accuracy = 0.9 + n / 1e5;
  return JSON.stringify({
    schema: 'runlens.run/1',
    run: { id: newRunId(n), ended_at: new Date(Date.UTC(2026, 8, 1) + n * 60_000).toISOString() },
    hyperparameters: { learning_rate: n / 1e4, layers: n % 12, optimizer: 'adam' },
    metrics: { train: { accuracy: accuracy + 0.05 }, validation: { accuracy } },
    primary_image_metric: 'pixel_accuracy',
    images: Array.from({ length: images }, (_, row) => imageRow(row)),
  });
}
