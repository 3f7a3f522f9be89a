import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay, passesByItself } from '../../domain/sending/retry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outage } from '../ports/outage.ts';

export type RetryTools = {
  clock: Pick<Clock, 'random' | 'wait'>;
  outage: Pick<Outage, 'failed' | 'passed'>;
  /** Ends the retrying at once. Work that is under way is not interrupted. */
  signal?: AbortSignal | undefined;
  /** Whether trying again may help; by default, what passes by itself. */
  mayPass?: (failure: ElasticsearchFailure) => boolean;
};

/**
 * Does work until it succeeds, with a growing pause after each failure.
 *
 * @param work must be safe to begin again at any point
 * @returns the value; otherwise the failure that trying again does not help, or the last one before the signal
 */
export async function retrying<Value>(
  work: () => Promise<Attempt<Value>>,
  { clock, outage, signal, mayPass = passesByItself }: RetryTools,
): Promise<Attempt<Value>> {
  let delay: number | undefined;
  for (;;) {
    const outcome = await work();
    if (outcome.type === 'ok') {
      if (delay !== undefined) outage.passed();
      return outcome;
    }
    if (isAborted(signal) || !mayPass(outcome)) return outcome;
    delay = nextDelay(delay, clock.random(), LONGEST_DELAY_MILLISECONDS);
    outage.failed(outcome, delay);
    await clock.wait(delay, signal);
    if (isAborted(signal)) return outcome;
  }
}

/** A function, because the signal may have been aborted since it was last asked. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
