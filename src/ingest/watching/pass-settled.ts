import { ageOfNewest, type SourceFile } from '../../domain/ledger/entry.ts';
import type { Clock } from '../ports/clock.ts';
import type { FoundSource } from '../ports/folder.ts';
import type { Outcome } from '../round/outcome.ts';
import type { SettleQueue } from './settle-queue.ts';

/** Between two passes there is time for a scan, for judging, and for the end. */
const SOURCES_PER_PASS = 200;

export type PassSettledTools = {
  queue: SettleQueue;
  pass: (
    sources: readonly FoundSource[],
    options: { isYoung: (path: string, files: readonly SourceFile[]) => boolean },
  ) => Promise<Outcome>;
  clock: Pick<Clock, 'elapsed' | 'unix'>;
  /** How long an incomplete source may take to become complete, in milliseconds. */
  incomplete: number;
};

/**
 * Passes over the sources that have settled, and tells the queue what became of them. After a failure they stay in it.
 *
 * @returns undefined where none has settled
 */
export async function passSettled({
  queue,
  pass,
  clock,
  incomplete,
}: PassSettledTools): Promise<Outcome | undefined> {
  const sources = await queue.takeSettled(SOURCES_PER_PASS);
  if (sources.length === 0) return undefined;
  /** By its date, or by how long it has been known like this: either clock may be wrong. */
  function isYoung(path: string, files: readonly SourceFile[]): boolean {
    const known = clock.elapsed() - (queue.unchangedSince(path) ?? clock.elapsed());
    return Math.max(known, ageOfNewest(files, clock.unix())) < incomplete;
  }
  const outcome = await pass(sources, { isYoung });
  if (outcome.failure !== undefined) return outcome;
  const reasons = new Map(outcome.again.map(({ path, because }) => [path, because]));
  for (const { path } of sources) {
    const because = reasons.get(path);
    if (because === undefined) queue.forget(path);
    else if (because === 'changing') queue.settleAgain(path);
    else queue.retryLater(path);
  }
  return outcome;
}
