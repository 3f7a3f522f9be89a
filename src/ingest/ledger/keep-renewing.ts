import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/clock.ts';

const INTERVAL_MILLISECONDS = 10_000;

/**
 * Renews at an interval, beside the work, until it is stopped or fails.
 *
 * @returns `stop` waits for a renewal that is under way. It tells the failure, if there was one: the work would fail likewise.
 */
export function keepRenewing(
  renew: () => Promise<ElasticsearchFailure | undefined>,
  clock: Pick<Clock, 'wait'>,
): { stop: () => Promise<ElasticsearchFailure | undefined> } {
  const end = new AbortController();
  async function go(): Promise<ElasticsearchFailure | undefined> {
    for (;;) {
      await clock.wait(INTERVAL_MILLISECONDS, end.signal);
      if (end.signal.aborted) return undefined;
      const failure = await renew();
      if (failure !== undefined) return failure;
    }
  }
  const going = go();
  return {
    stop: () => {
      end.abort();
      return going;
    },
  };
}
