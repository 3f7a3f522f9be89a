/**
 * Which files are to be looked at, and when. Hints of the watcher and the scan put paths in; what is settled comes out.
 *
 *   hinted ──look──▶ seen(state) ──same state, settle time later──▶ settled: taken
 *      ▲                │    └── moved into place: at once           │
 *      │                └── another state: the time begins anew      ├─ done: forgotten
 *      │                                                             ├─ changing ──▶ hinted, at once
 *      │                                                             └─ waiting, busy ──▶ resting
 *      └───── the rest is over, or a hint that it changed ───────────────── resting (longer each time)
 *
 *   not there: forgotten; the next hint or scan brings it back
 */

import { sameState, type FileState } from '../../domain/ledger/entry.ts';
import { nextDelay } from '../../domain/sending/retry.ts';
import type { Clock } from '../ports/world.ts';
import type { Folder, FoundFile } from '../ports/folder.ts';

export type Considering = {
  /** Something may have happened at this path. */
  hint: (path: string) => void;
  /** A look at a file that somebody else took: the first of two. */
  seen: (file: FoundFile) => void;
  /** Looks at what is due and takes what is settled, no more than so many. */
  take: (most: number) => Promise<FoundFile[]>;
  /** What was taken changed meanwhile: it has to settle again. */
  restart: (path: string) => void;
  /** What was taken could not be finished: it is taken again after a rest, or when it has changed. */
  rest: (path: string) => void;
  /** What was taken is done. */
  done: (path: string) => void;
  /** Since when the file is as it was taken, in milliseconds of `elapsed`. */
  since: (path: string) => number | undefined;
  /** Milliseconds until something is due, with what is due together with it; undefined when there is nothing. */
  nextDue: () => number | undefined;
  /** How many files are on their way to be taken: all but those that rest. */
  size: () => number;
};

type Considered = {
  state: FileState | undefined;
  /** Since when it is in this state. */
  since: number;
  /** Not to be looked at before. */
  due: number;
  /** The last rest, while it rests. */
  rest?: number;
};

export type ConsideringOptions = {
  /** How long a file must stay the same, in milliseconds. */
  settle: number;
  /** Whether a file that was moved into place counts as settled at once. */
  trustMoves: boolean;
};

const LONGEST_REST_MILLISECONDS = 60_000;

/**
 * What is due within this time of each other is taken together: cheaper to send, and what is wrong with all of them
 * is not taken for the fault of the first.
 */
const TOGETHER_MILLISECONDS = 200;

export function createConsidering(
  folder: Pick<Folder, 'look'>,
  clock: Pick<Clock, 'elapsed' | 'random'>,
  { settle, trustMoves }: ConsideringOptions,
): Considering {
  const considered = new Map<string, Considered>();

  /** @returns whether it is settled */
  function look(found: FoundFile): boolean {
    const now = clock.elapsed();
    const before = considered.get(found.path);
    if (before?.state !== undefined && sameState(before.state, found.state)) {
      if (now - before.since >= settle) return now >= before.due;
      before.due = before.since + settle;
      return false;
    }
    considered.set(found.path, { state: found.state, since: now, due: now + settle });
    return trustMoves && found.isMoved;
  }

  /** When what is due first is due, and all that is due together with it. */
  function dueTogether(): number | undefined {
    let first = Infinity;
    for (const { due } of considered.values()) first = Math.min(first, due);
    let last = first;
    for (const { due } of considered.values())
      if (due <= first + TOGETHER_MILLISECONDS) last = Math.max(last, due);
    return first === Infinity ? undefined : last;
  }

  return {
    hint: (path) => {
      const known = considered.get(path);
      if (known === undefined) considered.set(path, { state: undefined, since: 0, due: clock.elapsed() });
      // Its new state, or what it was resting for, is seen now: not only when the old one would have settled.
      else known.due = Math.min(known.due, clock.elapsed());
    },
    seen: (found) => {
      if (!considered.has(found.path) && look(found))
        considered.set(found.path, {
          state: found.state,
          since: clock.elapsed() - settle,
          due: clock.elapsed(),
        });
    },
    take: async (most) => {
      const settled: FoundFile[] = [];
      if ((dueTogether() ?? Infinity) > clock.elapsed()) return settled;
      for (const [path, { due }] of considered) {
        if (settled.length >= most) break;
        if (due > clock.elapsed()) continue;
        const found = await folder.look(path);
        if (found === undefined) considered.delete(path);
        else if (look(found)) settled.push(found);
      }
      return settled;
    },
    restart: (path) => considered.set(path, { state: undefined, since: 0, due: clock.elapsed() }),
    rest: (path) => {
      const known = considered.get(path);
      if (known === undefined) return;
      const rest = nextDelay(known.rest ?? settle, clock.random(), LONGEST_REST_MILLISECONDS);
      considered.set(path, { ...known, rest, due: clock.elapsed() + rest });
    },
    done: (path) => considered.delete(path),
    since: (path) => considered.get(path)?.since,
    nextDue: () => {
      const next = dueTogether();
      return next === undefined ? undefined : Math.max(0, next - clock.elapsed());
    },
    size: () => {
      let size = 0;
      for (const { rest } of considered.values()) if (rest === undefined) size += 1;
      return size;
    },
  };
}
