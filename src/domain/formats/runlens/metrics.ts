import type { Path } from '../../model/problem.ts';
import { canonicalSplit } from '../../model/split.ts';
import type { Run } from './schema.ts';
import { finite } from './values.ts';

/** One value of `metrics`, from either of its two forms. */
export type MetricEntry = {
  path: Path;
  metric: string;
  /** Canonical. */
  split: string;
  /** As written in the file. */
  writtenSplit: string;
  entity?: string | undefined;
  step?: number | undefined;
  value: number | bigint;
};

/** All values of a run's `metrics`: `{split: {name: value}}`, or a list of rows. */
export function metricEntries(metrics: Run['metrics']): MetricEntry[] {
  if (Array.isArray(metrics)) {
    return metrics.map(({ name, split, entity, step, value }, index) => ({
      path: ['metrics', index],
      metric: name,
      split: canonicalSplit(split),
      writtenSplit: split,
      entity: entity ?? undefined,
      step: finite(step),
      value,
    }));
  }
  return Object.entries(metrics).flatMap(([split, values]) =>
    Object.entries(values).map(([metric, value]) => ({
      path: ['metrics', split, metric],
      metric,
      split: canonicalSplit(split),
      writtenSplit: split,
      value,
    })),
  );
}
