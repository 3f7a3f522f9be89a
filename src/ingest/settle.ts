/**
 * Which files are settled: nobody writes to them any more, as far as two looks can tell.
 *
 *   hinted ──look──▶ seen(state, time) ──same state, settle time later──▶ settled (taken)
 *                        ▲      │
 *                        └──────┘ other state: the time begins anew
 *   hinted ──look──▶ not there: dropped; the next hint or scan brings it back
 */

import { sameState, type FileState } from '../domain/ledger.ts';
import type { Folder, FoundFile } from './ports.ts';

export type Settling = {
  /** Something may have happened at this path. */
  hint: (path: string) => void;
  /** Looks at all hinted files and takes those that are settled. */
  takeSettled: (now: number) => Promise<FoundFile[]>;
  /** How many files are waiting to settle. */
  size: () => number;
};

/** @param settle how long a file must stay the same, in milliseconds of the caller's `now` */
export function createSettling(folder: Pick<Folder, 'look'>, settle: number): Settling {
  const seen = new Map<string, { state: FileState; since: number } | undefined>();
  return {
    hint: (path) => {
      if (!seen.has(path)) seen.set(path, undefined);
    },
    takeSettled: async (now) => {
      const settled: FoundFile[] = [];
      for (const [path, before] of seen) {
        const found = await folder.look(path);
        if (found === undefined) seen.delete(path);
        else if (before === undefined || !sameState(before.state, found.state))
          seen.set(path, { state: found.state, since: now });
        else if (now - before.since >= settle) {
          seen.delete(path);
          settled.push(found);
        }
      }
      return settled;
    },
    size: () => seen.size,
  };
}
