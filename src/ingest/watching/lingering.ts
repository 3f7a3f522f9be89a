import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * Files that were taken over from another daemon, which may have died: requests of its may still be under way. Once none can be, the
 * runs are swept once more.
 */
export type Lingering = {
  add: (paths: Iterable<string>) => void;
  /** Sweeps after those that are due. */
  sweep: () => Promise<ElasticsearchFailure | undefined>;
  /** When the next one is due, in milliseconds of `elapsed`; Infinity when none is left. */
  dueAt: () => number;
};

/** @param linger how long a request can be under way, in milliseconds */
export function createLingering(
  sweepAgain: (paths: readonly string[]) => Promise<ElasticsearchFailure | undefined>,
  clock: Pick<Clock, 'elapsed'>,
  linger: number,
): Lingering {
  /** In the order in which they are due. */
  const waiting: { path: string; dueAt: number }[] = [];
  return {
    add: (paths) => {
      for (const path of paths) waiting.push({ path, dueAt: clock.elapsed() + linger });
    },
    sweep: async () => {
      const due = waiting.filter(({ dueAt }) => dueAt <= clock.elapsed());
      if (due.length === 0) return undefined;
      const failure = await sweepAgain(due.map(({ path }) => path));
      if (failure === undefined) waiting.splice(0, due.length);
      return failure;
    },
    dueAt: () => waiting[0]?.dueAt ?? Infinity,
  };
}
