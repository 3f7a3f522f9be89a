/** Rules about several fields of a run, which a schema cannot express; each is a small function. */

import type { Problem } from '../../model/problem.ts';
import { canonicalSplit } from '../../model/split.ts';
import type { Run, SeriesRow } from './schema.ts';
import { metricEntries } from './metrics.ts';

type Rule = (run: Run) => Problem[];

function someMetricUnlessUnfinished(run: Run): Problem[] {
  const status = run.run?.status ?? 'completed';
  if (status !== 'completed' || metricEntries(run.metrics).length > 0) return [];
  return [
    {
      path: ['metrics'],
      message:
        'a completed run has at least one metric; a run without any is "running", "failed" or "interrupted"',
    },
  ];
}

function noMetricTwice(run: Run): Problem[] {
  const seen = new Map<string, string>();
  return metricEntries(run.metrics).flatMap(({ path, metric, split, writtenSplit, entity }) => {
    const key = JSON.stringify([metric, split, entity]);
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, writtenSplit);
      return [];
    }
    const whole = entity === undefined ? '' : ` for entity "${entity}"`;
    const why = before === writtenSplit ? '' : `, because ${sameSplit(before, writtenSplit, split)}`;
    return [
      { path, message: `"${metric}" on split "${split}"${whole} is there twice${why}: keep one of them` },
    ];
  });
}

/** Two spellings of one split, in words. */
function sameSplit(one: string, other: string, split: string): string {
  return one === split || other === split
    ? `"${one === split ? other : one}" means "${split}"`
    : `"${one}" and "${other}" both mean "${split}"`;
}

function oneSourceOfRows(run: Run): Problem[] {
  return (['images', 'series'] as const).flatMap((rows) =>
    (run[rows] ?? undefined) !== undefined && (run[`${rows}_file`] ?? undefined) !== undefined
      ? [{ path: [`${rows}_file`], message: `"${rows}" and "${rows}_file" are both there: keep one of them` }]
      : [],
  );
}

function sizesOncePerSplit(run: Run): Problem[] {
  const seen = new Map<string, string>();
  return Object.keys(run.dataset?.splits ?? {}).flatMap((name) => {
    const split = canonicalSplit(name);
    const before = seen.get(split);
    if (before === undefined) {
      seen.set(split, name);
      return [];
    }
    const why = sameSplit(before, name, split);
    return [
      {
        path: ['dataset', 'splits', name],
        message: `split "${split}" is there twice, because ${why}: keep one of them`,
      },
    ];
  });
}

const rules: Rule[] = [someMetricUnlessUnfinished, noMetricTwice, oneSourceOfRows, sizesOncePerSplit];

/** The problems that all rules find in a run of the right shape. */
export function brokenRules(run: Run): Problem[] {
  return rules.flatMap((rule) => rule(run));
}

/** A series row's arrays run in parallel. */
export function unequalLengths(row: SeriesRow): Problem[] {
  return (['target', 'prediction', 'lower', 'upper'] as const).flatMap((name) => {
    const values = row[name];
    if (values === undefined || values === null || values.length === row.timestamps.length) return [];
    return [
      {
        path: [name],
        message: `has ${values.length} values for ${row.timestamps.length} timestamps: both need the same number`,
      },
    ];
  });
}
