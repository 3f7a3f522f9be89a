import type { Attempt } from '../../domain/model/outcome.ts';
import { passesByItself } from '../../domain/sending/retry.ts';
import type { Ports } from '../../ingest/ports/ports.ts';
import { retrying } from '../../ingest/sending/retrying.ts';

/** Does work again when what stopped it passes by itself. It must be safe to begin again at any point. */
export type Persist = <Value>(work: () => Promise<Attempt<Value>>) => Promise<Attempt<Value>>;

/**
 * A node that is killed takes requests with it that the sender does not repeat: searches, refreshes. In a cluster the other
 * nodes continue within seconds.
 *
 * @param patience for how long an outage is waited for, in milliseconds, no matter which request saw it first
 */
export function createPersist(
  { clock, outage }: Pick<Ports, 'clock' | 'outage'>,
  { patience, signal }: { patience: number; signal: AbortSignal | undefined },
): Persist {
  return (work) =>
    retrying(work, {
      clock,
      outage,
      signal,
      mayPass: (failure) => passesByItself(failure) && outage.lastsFor() <= patience,
    });
}
