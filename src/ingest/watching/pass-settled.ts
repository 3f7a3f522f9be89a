import type { FileState } from '../../domain/ledger/entry.ts';
import type { Clock } from '../ports/clock.ts';
import type { FoundFile } from '../ports/folder.ts';
import type { Outcome } from '../round/outcome.ts';
import type { Considering } from './settle-queue.ts';

/** Between two passes there is time for a scan, for judging, and for the end. */
const FILES_PER_PASS = 200;

export type PassSettledTools = {
  queue: Considering;
  pass: (files: readonly FoundFile[], options: { isYoung: (file: FoundFile) => boolean }) => Promise<Outcome>;
  clock: Pick<Clock, 'elapsed' | 'unix'>;
  /** How long an incomplete file may take to become complete, in milliseconds. */
  incomplete: number;
};

/**
 * Passes over the files that have settled, and tells the queue what became of them. After a failure they stay in it.
 *
 * @returns undefined where no file has settled
 */
export async function passSettled({
  queue,
  pass,
  clock,
  incomplete,
}: PassSettledTools): Promise<Outcome | undefined> {
  const files = await queue.take(FILES_PER_PASS);
  if (files.length === 0) return undefined;
  /** By its date, or by how long it has been known like this: either clock may be wrong. */
  function isYoung({ path, state }: FoundFile): boolean {
    const known = clock.elapsed() - (queue.since(path) ?? clock.elapsed());
    return Math.max(known, ageOf(state, clock)) < incomplete;
  }
  const outcome = await pass(files, { isYoung });
  if (outcome.failure !== undefined) return outcome;
  const reasons = new Map(outcome.again.map(({ path, because }) => [path, because]));
  for (const { path } of files) {
    const because = reasons.get(path);
    if (because === undefined) queue.done(path);
    else if (because === 'changing') queue.restart(path);
    else queue.rest(path);
  }
  return outcome;
}

function ageOf({ modifiedNs }: FileState, clock: Pick<Clock, 'unix'>): number {
  return clock.unix() - Number(modifiedNs) / NANOSECONDS_PER_MILLISECOND;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;
