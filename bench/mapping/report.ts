/** What was measured of all variants, as a table: medians over the rounds, ratios to the shipped mapping of the same round. */

import { median } from '../support/statistics.ts';
import { table } from '../support/report.ts';
import type { Measured } from './measure.ts';

export type Rounds = { name: string; loses?: string; megabytesSent: number; rounds: Measured[] };

/** What differs by less is no difference on a machine with anything else to do. */
const NOISE = 0.03;

type Value = (measured: Measured) => number | undefined;

const columns: readonly { title: string; value: Value; hasRatio: boolean }[] = [
  { title: 'rows/s', value: ({ rowsPerSecond }) => Math.round(rowsPerSecond), hasRatio: true },
  { title: 'server µs/row', value: ({ processorPerRow }) => processorPerRow, hasRatio: true },
  { title: 'bytes/row', value: ({ filled }) => filled.bytesPerRow, hasRatio: true },
  { title: 'merged', value: ({ merged }) => merged.bytesPerRow, hasRatio: true },
  { title: 'worst ms', value: ({ filled }) => filled.latency?.worstImages.median, hasRatio: false },
  { title: 'merged', value: ({ merged }) => merged.latency?.worstImages.median, hasRatio: true },
  { title: 'many runs ms', value: ({ filled }) => filled.latency?.badInManyRuns.median, hasRatio: false },
  { title: 'merged', value: ({ merged }) => merged.latency?.badInManyRuns.median, hasRatio: true },
  { title: 'again rows/s', value: ({ againPerSecond }) => againPerSecond, hasRatio: true },
  { title: 'server µs/row', value: ({ againProcessorPerRow }) => againProcessorPerRow, hasRatio: true },
];

export function mappingTable(all: readonly Rounds[]): string {
  const [base] = all;
  if (base === undefined) return '';
  const measured = columns.filter(({ value }) => base.rounds.every((round) => value(round) !== undefined));
  const titles = measured.flatMap(({ title, hasRatio }) => (hasRatio ? [title, 'ratio'] : [title]));
  const rows = all.map(({ name, rounds }) => [
    name,
    ...measured.flatMap(({ value, hasRatio }) => {
      const middle = median(rounds.map((round) => value(round) ?? Number.NaN));
      return hasRatio ? [middle, ratioToBase(rounds, base.rounds, value)] : [middle];
    }),
  ]);
  return table(['', ...titles], rows);
}

/** The median of the rounds' ratios; "=" for what is within the noise. */
function ratioToBase(rounds: readonly Measured[], base: readonly Measured[], value: Value): string {
  const ratios = rounds.map(
    (measured, round) => (value(measured) ?? Number.NaN) / (value(base[round] ?? measured) ?? Number.NaN),
  );
  const ratio = median(ratios);
  return `${Math.abs(ratio - 1) <= NOISE ? '= ' : ''}${ratio.toFixed(2)}`;
}
