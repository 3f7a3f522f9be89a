import { table, verdict } from '../support/report.ts';
import { median } from '../support/statistics.ts';
import type { Result } from './compare.ts';

export type Line = {
  name: string;
  setting: string;
  rowsPerSecond: number;
  seconds: number;
  /** Its time by the time of runlens in the same round: above 1, runlens is faster. */
  ratio: number | undefined;
  target: number | undefined;
  isReached: boolean | undefined;
  fewestFound: number;
};

/** @param rows how many images there are to be found */
export function linesOf([ours, ...others]: readonly Result[], rows: number): Line[] {
  function line({ name, setting, target, rounds }: Result): Line {
    const seconds = median(rounds.map((each) => each.seconds));
    const ratios = rounds.map((each, round) => each.seconds / (ours?.rounds[round]?.seconds ?? NaN));
    const ratio = name === ours?.name ? undefined : median(ratios);
    return {
      name,
      setting,
      rowsPerSecond: rows / seconds,
      seconds,
      ratio,
      target,
      isReached: ratio === undefined || target === undefined ? undefined : ratio >= target,
      fewestFound: Math.min(...rounds.map(({ found }) => found)),
    };
  }
  return [ours, ...others].flatMap((result) => (result === undefined ? [] : [line(result)]));
}

export function ingestTable(title: string, lines: readonly Line[], rows: number): string {
  return table(
    [title, 'setting', 'rows/s', 'seconds', 'runlens ÷ it', 'target', '', 'rows found'],
    lines.map(({ name, setting, rowsPerSecond, seconds, ratio, target, isReached, fewestFound }) => [
      name,
      setting,
      rowsPerSecond,
      seconds,
      ratio,
      target === undefined ? undefined : `≥ ${target.toFixed(2)}`,
      isReached === undefined ? undefined : verdict(isReached),
      fewestFound === rows ? 'all' : `only ${fewestFound} of ${rows}`,
    ]),
  );
}
