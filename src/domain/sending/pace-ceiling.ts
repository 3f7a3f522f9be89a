/** Where the server pushed back: left alone for a while, for longer each time it is tried in vain. */

import type { Level } from './pace-level.ts';

export type Ceiling = {
  /** The most requests that may be tried now. */
  requests: () => number;
  /** Requests of this size may be tried now. */
  allows: (bytes: number) => boolean;
  /** So long was sent without a push-back. */
  quietFor: (milliseconds: number) => void;
  /** It was pushed back at `level`; `base` is the level from which that was tried, or the same. */
  hit: (level: Level, base: Level) => void;
  /** A level turned out to be good. */
  passed: (level: Level) => void;
};

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;

export function createCeiling(): Ceiling {
  let mostRequests = Infinity;
  let mostBytes = Infinity;
  let pause = FIRST_PAUSE;
  let quiet = 0;
  return {
    requests: () => (quiet >= pause ? mostRequests : mostRequests - 1),
    allows: (bytes) => bytes < mostBytes || quiet >= pause,
    quietFor: (milliseconds) => {
      quiet += milliseconds;
    },
    hit: (level, base) => {
      quiet = 0;
      const isFurther = level.requests > base.requests || level.bytes > base.bytes;
      pause = isFurther ? Math.min(pause * 2, LONGEST_PAUSE) : FIRST_PAUSE;
      if (level.bytes > base.bytes) mostBytes = level.bytes;
      else if (level.requests > 1) mostRequests = level.requests;
    },
    passed: (level) => {
      if (level.requests >= mostRequests) mostRequests = Infinity;
      if (level.bytes >= mostBytes) mostBytes = Infinity;
      pause = FIRST_PAUSE;
    },
  };
}
