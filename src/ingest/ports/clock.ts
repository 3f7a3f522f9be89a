export type Clock = {
  /** The time of day as ISO 8601, UTC. */
  now: () => string;
  /** The time of day in milliseconds since 1970. It may jump when a clock is set. */
  unix: () => number;
  /** Milliseconds since some moment. They only grow, so this is what durations are measured with. */
  elapsed: () => number;
  /**
   * Waits so many milliseconds.
   *
   * @param signal ends the waiting at once; the promise resolves then too
   */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number from 0 up to 1. */
  random: () => number;
};
