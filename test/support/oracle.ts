/**
 * What the answers must be, worked out from the raw result files in the most naive way. It shares no code with the
 * product, so that both being wrong in the same way is unlikely.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Rules = {
  metric: string;
  direction: 'maximize' | 'minimize';
  split?: string;
  optimal?: number;
  baseline?: number;
};

export type ExpectedRun = {
  id: string;
  value: number;
  score: number;
  train: number | undefined;
  validation: number | undefined;
  test: number | undefined;
  bias: number | undefined;
  variance: number | undefined;
  test_gap: number | undefined;
  improvement: number | undefined;
  record: { is: boolean; value: number; gain: number | undefined; previous: string | undefined };
};

export type ImageRow = { id: string; split: string; metrics: Record<string, number | null> };

type MetricRow = { name: string; split: string; entity?: string; value: number | null };
type RunFile = {
  run: { id: string; status?: string; ended_at: string };
  metrics: Record<string, Record<string, number | null>> | MetricRow[];
  images?: ImageRow[];
  images_file?: string;
};

/** The run files of one project's folder; bare NaN and Infinity read as null. */
export function readRunFiles(folder: string): RunFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'project.json')
    .map((name) => JSON.parse(finite(readFileSync(join(folder, name), 'utf8'))) as RunFile);
}

function finite(text: string): string {
  return text.replaceAll(/([:,[]\s*)(NaN|-?Infinity)/g, '$1null');
}

/** All runs that rank, the best first. */
export function expectedRanking(files: readonly RunFile[], rules: Rules): ExpectedRun[] {
  const sign = rules.direction === 'maximize' ? 1 : -1;
  const ranked = files
    .filter(({ run }) => (run.status ?? 'completed') === 'completed')
    .map((file) => ({
      id: file.run.id,
      ended: Date.parse(file.run.ended_at),
      value: valueOf(file, rules.metric, rules.split ?? 'validation'),
      train: valueOf(file, rules.metric, 'train'),
      validation: valueOf(file, rules.metric, 'validation'),
      test: valueOf(file, rules.metric, 'test'),
    }))
    .filter((run): run is typeof run & { value: number } => run.value !== undefined);
  type Ranked = (typeof ranked)[number];
  const isBetter = (a: Ranked, b: Ranked) =>
    a.value !== b.value ? sign * a.value > sign * b.value : isEarlier(a, b);
  const bestOf = (runs: Ranked[]) => runs.find((run) => runs.every((other) => !isBetter(other, run)));
  const minus = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : sign * (a - b);

  const expected = ranked.map((run): ExpectedRun & { run: Ranked } => {
    const previous = bestOf(ranked.filter((other) => isEarlier(other, run)));
    const is = previous === undefined || sign * run.value > sign * previous.value;
    const improvement = minus(run.value, rules.baseline);
    return {
      run,
      id: run.id,
      value: run.value,
      score: sign * run.value,
      train: run.train,
      validation: run.validation,
      test: run.test,
      bias: minus(rules.optimal, run.train),
      variance: minus(run.train, run.validation),
      test_gap: minus(run.validation, run.test),
      improvement: improvement === undefined ? undefined : improvement / Math.abs(rules.baseline ?? NaN),
      record: {
        is,
        value: is ? run.value : previous.value,
        gain: is && previous !== undefined ? sign * (run.value - previous.value) : undefined,
        previous: previous?.id,
      },
    };
  });
  return expected
    .toSorted((a, b) => (isBetter(a.run, b.run) ? -1 : 1))
    .map(({ run: _run, ...answer }) => answer);
}

function isEarlier(a: { ended: number; id: string }, b: { ended: number; id: string }): boolean {
  return a.ended !== b.ended ? a.ended < b.ended : a.id < b.id;
}

function valueOf({ metrics }: RunFile, metric: string, split: string): number | undefined {
  if (!Array.isArray(metrics)) return metrics[split]?.[metric] ?? undefined;
  const row = metrics.find(
    (each) => each.name === metric && each.split === split && each.entity === undefined,
  );
  return row?.value ?? undefined;
}

/** The image rows of a run, from its own file or from the one beside it. */
export function readImages(folder: string, run: string): ImageRow[] {
  const file = readRunFiles(folder).find((each) => each.run.id === run);
  if (file === undefined) throw new Error(`There is no run ${run} in ${folder}`);
  if (file.images_file === undefined) return file.images ?? [];
  const lines = readFileSync(join(folder, file.images_file), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(finite(line)) as ImageRow);
}

/** The images that do worst, the worst first. */
export function expectedWorst(
  rows: readonly ImageRow[],
  { metric, direction, split = 'validation' }: Rules,
  count: number,
): { id: string; value: number }[] {
  const sign = direction === 'maximize' ? 1 : -1;
  return rows
    .filter((row) => row.split === split && typeof row.metrics[metric] === 'number')
    .map((row) => ({ id: row.id, value: row.metrics[metric] as number }))
    .toSorted((a, b) => sign * (a.value - b.value) || (a.id < b.id ? -1 : 1))
    .slice(0, count);
}
