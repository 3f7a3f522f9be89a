/**
 * What a stretch of sending at one level achieved.
 *
 *   draining ──(all that was under way at the change has ended)──► warming ──(one round)──► measuring ──► a window
 *                                                                                             ▲              │
 *                                                                                             └──────────────┘
 *
 * What was sent before the change says nothing about the level after it, and the first round after it meets a queue
 * that is still that of before. A window holds whole rounds, because answers come in rounds where requests were sent
 * together: a window that ends in the middle of one would measure its own edges.
 */

import type { Level } from './pace-level.ts';

/** A bulk request that was taken whole; times in milliseconds that only grow. */
export type FinishedRequest = { bytes: number; startedAt: number; endedAt: number };

export type Window = {
  /** Bytes per millisecond. */
  throughput: number;
  milliseconds: number;
  /** As many requests were under way as were allowed, all the time: what was measured is the server, not the sender. */
  isSaturated: boolean;
  /** Mean size of a request. */
  bytes: number;
};

export type Meter = {
  /** Gives a window when one is complete; the next begins at once. */
  add: (request: FinishedRequest) => Window | undefined;
  /** Something that was sent before the change may still be under way. */
  isDraining: () => boolean;
  /** The request was sent after the change. */
  isFresh: (request: FinishedRequest) => boolean;
};

const SATURATED = 0.85;

/** What a window must hold at least. A quick one tells a doubling from none; a careful one smaller differences. */
export type Care = { rounds: number; requests: number; milliseconds: number };
export const QUICK: Care = { rounds: 1, requests: 4, milliseconds: 50 };
export const CAREFUL: Care = { rounds: 2, requests: 8, milliseconds: 200 };

/**
 * Measures one level. `changedAt`: since when it holds; `underWay`: how many requests of before may still be under
 * way.
 */
export function createMeter(level: Level, changedAt: number, underWay: number, care: Care): Meter {
  let phase: 'draining' | 'warming' | 'measuring' = underWay > 0 ? 'draining' : 'warming';
  let stale = underWay;
  let fresh = 0;
  let from = changedAt;
  let count = 0;
  let bytes = 0;
  let durations = 0;

  function open(next: typeof phase, at: number): void {
    phase = next;
    from = at;
    count = 0;
    bytes = 0;
    durations = 0;
  }

  function close(endedAt: number): Window {
    const milliseconds = Math.max(endedAt - from, Number.MIN_VALUE);
    // Little's law: how many were under way on average is how many ended per time, times how long each took. It needs
    // no knowledge of what is under way at the window's edges.
    const concurrency = durations / milliseconds;
    const window: Window = {
      throughput: bytes / milliseconds,
      milliseconds,
      isSaturated: concurrency >= SATURATED * level.requests,
      bytes: bytes / count,
    };
    open('measuring', endedAt);
    return window;
  }

  return {
    isDraining: () => phase === 'draining',
    isFresh: (request) => request.startedAt >= changedAt,
    add: (request) => {
      const { startedAt, endedAt } = request;
      if (startedAt < changedAt) stale -= 1;
      else fresh += 1;
      if (phase === 'draining') {
        // One that hangs is not waited for: as many as could be before it have ended since.
        if (stale <= 0 || fresh >= underWay + level.requests) open('warming', endedAt);
        return undefined;
      }
      count += 1;
      bytes += request.bytes;
      durations += endedAt - startedAt;
      if (phase === 'warming') {
        if (count >= level.requests) open('measuring', endedAt);
        return undefined;
      }
      const isWhole =
        count % level.requests === 0 && count >= Math.max(care.requests, care.rounds * level.requests);
      return isWhole && endedAt - from >= care.milliseconds ? close(endedAt) : undefined;
    },
  };
}
