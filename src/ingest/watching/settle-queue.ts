/**
 * Holds new and changed sources until they have settled. Hints of the watcher and scans add sources. A source settles as a
 * whole: for the settle time no file of it has changed, appeared or disappeared.
 *
 *   noticed ──look──▶ seen(files) ──same files, settle time later──▶ settled: taken
 *      ▲                 │    └── all moved into place: at once          │
 *      │                 └── another state: the time begins again        ├─ forget
 *      │                                                                 ├─ settleAgain ──▶ noticed, at once
 *      │                                                                 └─ retryLater ──▶ resting
 *      └───── the rest is over, or a hint that it changed ─────────────────── resting (longer each time)
 *
 *   no files: forgotten, until the next hint or scan
 */

import { areStillThere } from '../../domain/ledger/entry.ts';
import { nextDelay } from '../../domain/sending/retry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Folder, FoundFile, FoundSource } from '../ports/folder.ts';

export type SettleQueue = {
  /** A source may have changed. @param path of the source */
  noticed: (path: string) => void;
  /** A source as a scan has found it, which counts as the first of two looks. */
  scanned: (source: FoundSource) => void;
  /** Looks at the sources that are due. @param most how many to take @returns those that have settled */
  takeSettled: (most: number) => Promise<FoundSource[]>;
  /** A source that was taken has changed meanwhile: it has to settle again. */
  settleAgain: (path: string) => void;
  /** A source that was taken could not be finished: it is taken again after a rest, or when it has changed. */
  retryLater: (path: string) => void;
  /** A source that was taken is done. */
  forget: (path: string) => void;
  /** Since when a source has not changed, in milliseconds of `elapsed`. */
  unchangedSince: (path: string) => number | undefined;
  /** Milliseconds until the next sources are due; undefined if the queue is empty. */
  nextDue: () => number | undefined;
  /** The number of sources that do not rest. */
  size: () => number;
};

type Waiting = {
  /** Its files at the last look; undefined before the first. */
  files: readonly FoundFile[] | undefined;
  /** Since when the files have been in this state. */
  since: number;
  /** When to look at it next. */
  due: number;
  /** The duration of the last rest, while it rests. */
  rest?: number;
};

export type SettleOptions = {
  /** How long a source must stay unchanged, in milliseconds. */
  settle: number;
  /** Whether files that were moved into place count as settled at once. */
  trustMoves: boolean;
};

const LONGEST_REST_MILLISECONDS = 60_000;

/**
 * Sources that are due within this time of each other are taken together. That is cheaper to send, and shows a problem that
 * all of them have, such as a wrong mapping.
 */
const TOGETHER_MILLISECONDS = 200;

export function createSettleQueue(
  folder: Pick<Folder, 'find'>,
  clock: Pick<Clock, 'elapsed' | 'random'>,
  { settle, trustMoves }: SettleOptions,
): SettleQueue {
  const waiting = new Map<string, Waiting>();

  /** @returns whether it has settled */
  function look({ path, files }: FoundSource): boolean {
    const now = clock.elapsed();
    const before = waiting.get(path);
    if (before?.files !== undefined && isSame(before.files, files)) {
      if (now - before.since >= settle) return now >= before.due;
      before.due = before.since + settle;
      return false;
    }
    waiting.set(path, { files, since: now, due: now + settle });
    return trustMoves && files.every(({ isMoved }) => isMoved);
  }

  function scanned(source: FoundSource): void {
    if (waiting.has(source.path) || !look(source)) return;
    const now = clock.elapsed();
    waiting.set(source.path, { files: source.files, since: now - settle, due: now });
  }

  function beginAgain(path: string): void {
    waiting.set(path, { files: undefined, since: 0, due: clock.elapsed() });
  }

  async function takeSettled(most: number): Promise<FoundSource[]> {
    const settled: FoundSource[] = [];
    if ((dueTogether(waiting.values()) ?? Infinity) > clock.elapsed()) return settled;
    for (const [path, { due }] of waiting) {
      if (settled.length >= most) break;
      if (due > clock.elapsed()) continue;
      const found = await folder.find(path);
      if (found === undefined) waiting.delete(path);
      else if (look(found)) settled.push(found);
    }
    return settled;
  }

  function retryLater(path: string): void {
    const known = waiting.get(path);
    if (known === undefined) return;
    const rest = nextDelay(known.rest ?? settle, clock.random(), LONGEST_REST_MILLISECONDS);
    waiting.set(path, { ...known, rest, due: clock.elapsed() + rest });
  }

  return {
    noticed: (path) => {
      const known = waiting.get(path);
      if (known === undefined) beginAgain(path);
      // Its new state, or what it was resting for, is seen now: not only when the old one would have settled.
      else known.due = Math.min(known.due, clock.elapsed());
    },
    scanned,
    takeSettled,
    settleAgain: beginAgain,
    retryLater,
    forget: (path) => waiting.delete(path),
    unchangedSince: (path) => waiting.get(path)?.since,
    nextDue: () => {
      const next = dueTogether(waiting.values());
      return next === undefined ? undefined : Math.max(0, next - clock.elapsed());
    },
    size: () => [...waiting.values()].filter(({ rest }) => rest === undefined).length,
  };
}

function isSame(before: readonly FoundFile[], now: readonly FoundFile[]): boolean {
  return before.length === now.length && areStillThere(before, now);
}

/** When the first source is due, together with those that are due shortly after it. */
function dueTogether(waiting: Iterable<Waiting>): number | undefined {
  const dues = [...waiting].map(({ due }) => due);
  let first = Infinity;
  for (const due of dues) first = Math.min(first, due);
  let last = first;
  for (const due of dues) if (due <= first + TOGETHER_MILLISECONDS) last = Math.max(last, due);
  return first === Infinity ? undefined : last;
}
