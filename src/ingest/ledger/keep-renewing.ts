import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/world.ts';

const INTERVAL_MILLISECONDS = 10_000;

/**
 * Does something again and again beside the work, until it is stopped: says that we are still at it.
 *
 * @returns `stop` waits for the last one to end; what failed last is told, because the work would fail likewise
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
