import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../ingest/ports/clock.ts';

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  unix: () => Date.now(),
  elapsed: () => performance.now(),
  wait: async (milliseconds, signal) => {
    if (signal?.aborted === true) return;
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
    }
  },
  random: Math.random,
};
