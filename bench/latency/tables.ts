/** What a person reads of the samples. */

import { table, verdict } from '../support/report.ts';
import { median, percentile } from '../support/statistics.ts';
import type { Sample } from './sample.ts';
import type { Part } from './shares.ts';

/** Of the 95th percentile, beyond settling and refreshing. */
const TARGET_MILLISECONDS = 300;

const PARTS: readonly (readonly [Part, string])[] = [
  ['noticing', 'noticing and reading'],
  ['claims', 'lease'],
  ['documents', 'documents'],
  ['refresh', 'refresh'],
  ['sweep', 'sweep: deletions'],
  ['search', 'searches'],
  ['mget', 'reading by id'],
  ['ledger', 'ledger'],
  ['judgement', 'judgements'],
  ['alias', 'alias of the best images'],
  ['other', 'other requests'],
  ['itself', 'the daemon itself'],
];

type Figures = { median: number; p95: number; p99: number };

function figures(numbers: readonly number[]): Figures {
  return {
    median: median(numbers),
    p95: percentile(numbers, 95),
    p99: percentile(numbers, 99),
  };
}

/** @param settle milliseconds that a file has to stay the same unless it was moved into place */
export function latencyTables(
  { renamed, inPlace }: { renamed: readonly Sample[]; inPlace: readonly Sample[] },
  settle: number,
) {
  const questions = [
    { name: 'best --project, renamed', samples: renamed, of: 'ranked', settle: 0 },
    { name: 'best, renamed', samples: renamed, of: 'judged', settle: 0 },
    { name: 'best --project, written in place', samples: inPlace, of: 'ranked', settle },
    { name: 'best, written in place', samples: inPlace, of: 'judged', settle },
  ] as const;
  const summary = questions.map(({ name, samples, of, settle }) => {
    const beyond = figures(samples.map((each) => each[of] - settle - (each[`${of}Shares`].refresh ?? 0)));
    const shares = Object.fromEntries(
      PARTS.map(([part]) => [part, median(samples.map((each) => each[`${of}Shares`][part] ?? 0))]),
    );
    const refresh = figures(samples.map((each) => each[`${of}Shares`].refresh ?? 0));
    const whole = figures(samples.map((each) => each[of]));
    return { name, whole, settle, refresh, beyond, isReached: beyond.p95 <= TARGET_MILLISECONDS, shares };
  });
  const main = table(
    [
      'milliseconds',
      'median',
      'p95',
      'p99',
      'settle',
      'refresh, median',
      'beyond both: median',
      'p95',
      'target',
    ],
    summary.map(({ name, whole, settle, refresh, beyond, isReached }) => [
      name,
      whole.median,
      whole.p95,
      whole.p99,
      settle,
      refresh.median,
      beyond.median,
      beyond.p95,
      `≤ ${TARGET_MILLISECONDS} ${verdict(isReached)}`,
    ]),
  );
  const parts = table(
    ['medians of the parts, in milliseconds', ...summary.map(({ name }) => name)],
    PARTS.map(([part, name]) => [name, ...summary.map(({ shares }) => shares[part])]),
  );
  return { summary, text: `${main}\n${parts}` };
}
