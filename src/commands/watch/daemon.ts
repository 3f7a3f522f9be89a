import type { Attempt, ElasticsearchFailureType } from '../../domain/model/outcome.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay, passesByItself } from '../../domain/sending/retry.ts';
import type { Outage } from '../../ingest/ports/outage.ts';
import type { Clock, World } from '../../ingest/ports/world.ts';
import { openSession, type SessionOptions } from '../../ingest/session.ts';
import { watchFolder, type WatchOptions } from '../../ingest/watch-folder.ts';
import type { Report } from '../../output/report.ts';
import { NOTHING_TO_PRINT } from '../shared/stopped.ts';

/** Passes when somebody acts, and nobody has to tell us. What answered once and is somebody else now is a proxy's page. */
const WORTH_WAITING: ReadonlySet<ElasticsearchFailureType> = new Set(['blocked']);
const WORTH_WAITING_ONCE_CONNECTED: ReadonlySet<ElasticsearchFailureType> = new Set([
  ...WORTH_WAITING,
  'not-elasticsearch',
]);

export type Patience = {
  clock: Clock;
  outage: Outage;
  signal: AbortSignal;
  /** Elasticsearch has answered at this address. */
  isConnected?: boolean;
  /** It has worked before: whatever is wrong now may be put right while it waits. */
  isDaemon?: boolean;
};

/**
 * Tries until it works, for what a daemon needs at its start; undefined when the signal came first.
 *
 * Wrong credentials or a wrong address do not get better by waiting: they end the daemon with a sentence.
 */
export async function keepTrying<Value>(
  work: () => Promise<Attempt<Value>>,
  { clock, outage, signal, isConnected = false, isDaemon = false }: Patience,
): Promise<Attempt<Value> | undefined> {
  const worthWaiting = isConnected ? WORTH_WAITING_ONCE_CONNECTED : WORTH_WAITING;
  let delay: number | undefined;
  while (!signal.aborted) {
    const outcome = await work();
    if (outcome.type === 'ok') {
      outage.passed();
      return outcome;
    }
    if (!isDaemon && !worthWaiting.has(outcome.type) && !passesByItself(outcome)) return outcome;
    delay = nextDelay(delay, clock.random(), LONGEST_DELAY_MILLISECONDS);
    outage.failed(outcome, delay);
    await clock.wait(delay, signal);
  }
  return undefined;
}

/**
 * The daemon: a first pass, then whatever changes, until the signal.
 *
 * @returns `start-over` when an index was deleted meanwhile: set up and watch again
 */
export async function watch(
  world: World,
  options: WatchOptions & SessionOptions & { isDaemon: boolean },
): Promise<Report | 'start-over'> {
  const session = await keepTrying(() => openSession(world, options), {
    ...world,
    ...options,
    isConnected: true,
  });
  if (session === undefined) return NOTHING_TO_PRINT;
  if (session.type !== 'ok')
    return { type: 'failure', failure: { what: 'could not read the ledger', why: session.reason } };
  const ended = await watchFolder(session.value, world, options);
  await session.value.endBackfill();
  return ended === 'start-over' ? ended : NOTHING_TO_PRINT;
}
