/** Work that is begun again when what stopped it passes by itself, for as long as one is willing to wait. */

import type { Attempt } from '../../domain/model/outcome.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay, passesByItself } from '../../domain/sending/retry.ts';
import type { Outage } from '../../ingest/ports/outage.ts';
import type { World } from '../../ingest/ports/world.ts';

export type Persistence = {
  /** To be told of failures and successes by whatever else tries again meanwhile. */
  outage: Outage;
  /** Does the work, again and again. It must be fit to be begun anew at any point. */
  persist: <Value>(work: () => Promise<Attempt<Value>>) => Promise<Attempt<Value>>;
};

/**
 * A node that is killed takes requests with it that nobody else repeats: a search in pages, a refresh. In a cluster the
 * other nodes go on within seconds.
 *
 * @param patience milliseconds since the first of a row of failures, whoever has seen it
 */
export function createPersistence(
  { clock, outage }: Pick<World, 'clock' | 'outage'>,
  { patience, signal }: { patience: number; signal: AbortSignal | undefined },
): Persistence {
  let since: number | undefined;
  const passed = () => {
    since = undefined;
  };
  const told: Outage = {
    ...outage,
    failed: (failure, delay) => {
      since ??= clock.elapsed();
      outage.failed(failure, delay);
    },
    passed: () => {
      passed();
      outage.passed();
    },
  };
  return {
    outage: told,
    persist: async (work) => {
      let delay: number | undefined;
      for (;;) {
        const outcome = await work();
        if (outcome.type === 'ok') {
          if (delay !== undefined) told.passed();
          return outcome;
        }
        const isSpent = since !== undefined && clock.elapsed() - since > patience;
        if (!passesByItself(outcome) || isSpent || signal?.aborted === true) return outcome;
        delay = nextDelay(delay, clock.random(), LONGEST_DELAY_MILLISECONDS);
        told.failed(outcome, delay);
        await clock.wait(delay, signal);
      }
    },
  };
}
