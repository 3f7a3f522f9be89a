import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/ingest/ports/clock.ts';

/** A clock whose time passes only as a test says. Work that waits for it goes on in the order in which it is due. */
export type ManualClock = Clock & {
  /** Lets so many milliseconds pass, and everything happen that happens meanwhile. */
  advance: (milliseconds: number) => Promise<void>;
  /** Lets as much time pass as some work takes. */
  until: <Value>(work: Promise<Value>) => Promise<Value>;
};

/** Work that takes longer waits for something that does not come. */
const LONGEST_WORK = 3600 * 1000;

/** @param start Unix time in milliseconds */
export function createManualClock(start = Date.UTC(2026, 7, 9, 12)): ManualClock {
  let now = 0;
  const timers = new Set<{ due: number; ring: () => void }>();

  /** The next timer that rings before a time, or at it. All the work that needs no time is done first. */
  async function nextUntil(end: number): Promise<{ due: number; ring: () => void } | undefined> {
    await turn();
    let next: { due: number; ring: () => void } | undefined;
    for (const timer of timers) if (timer.due <= end && timer.due < (next?.due ?? Infinity)) next = timer;
    return next;
  }

  return {
    now: () => new Date(start + now).toISOString(),
    unix: () => start + now,
    elapsed: () => now,
    random: () => 0.5,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        function ring() {
          timers.delete(timer);
          signal?.removeEventListener('abort', ring);
          resolve();
        }
        const timer = { due: now + milliseconds, ring };
        if (signal?.aborted === true) return resolve();
        signal?.addEventListener('abort', ring);
        timers.add(timer);
      }),
    advance: async (milliseconds) => {
      const end = now + milliseconds;
      for (let timer = await nextUntil(end); timer !== undefined; timer = await nextUntil(end)) {
        now = Math.max(now, timer.due);
        timer.ring();
      }
      now = end;
    },
    until: async (work) => {
      let isOver = false;
      function over() {
        isOver = true;
      }
      work.then(over, over);
      const end = now + LONGEST_WORK;
      for (;;) {
        const timer = await nextUntil(end);
        if (isOver) return work;
        if (timer === undefined) throw new Error('The work waits for something that does not come');
        now = Math.max(now, timer.due);
        timer.ring();
      }
    },
  };
}
