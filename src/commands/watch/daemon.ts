import type { Attempt, ElasticsearchFailureType } from '../../domain/model/outcome.ts';
import { passesByItself } from '../../domain/sending/retry.ts';
import type { Clock } from '../../ingest/ports/clock.ts';
import type { Outage } from '../../ingest/ports/outage.ts';
import type { Ports } from '../../ingest/ports/ports.ts';
import { retrying } from '../../ingest/sending/retrying.ts';
import { openSession, type SessionOptions } from '../../ingest/session.ts';
import { watchFolder, type WatchOptions } from '../../ingest/watch-folder.ts';
import type { Report } from '../../output/report.ts';
import { NOTHING_TO_PRINT } from '../shared/stopped.ts';

/**
 * Failures that an operator can repair. After Elasticsearch has answered at an address, another server there is a proxy in
 * its place.
 */
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
  /** It has worked before, so any failure may be repaired while the daemon waits. */
  isDaemon?: boolean;
};

/**
 * Tries until it works, for what a daemon needs at its start. Wrong credentials or a wrong address do not get better by
 * waiting: they end the daemon with a message.
 *
 * @returns undefined when the signal came first
 */
export async function keepTrying<Value>(
  work: () => Promise<Attempt<Value>>,
  { isConnected = false, isDaemon = false, ...tools }: Patience,
): Promise<Attempt<Value> | undefined> {
  const worthWaiting = isConnected ? WORTH_WAITING_ONCE_CONNECTED : WORTH_WAITING;
  if (tools.signal.aborted) return undefined;
  const outcome = await retrying(work, {
    ...tools,
    mayPass: (failure) => isDaemon || worthWaiting.has(failure.type) || passesByItself(failure),
  });
  return outcome.type !== 'ok' && tools.signal.aborted ? undefined : outcome;
}

/**
 * The daemon: a first pass, then all changes, until the signal.
 *
 * @returns `start-over` when an index was deleted meanwhile: set up and watch again
 */
export async function watch(
  ports: Ports,
  options: WatchOptions & SessionOptions & { isDaemon: boolean },
): Promise<Report | 'start-over'> {
  const session = await keepTrying(() => openSession(ports, options), {
    clock: ports.clock,
    outage: ports.outage,
    signal: options.signal,
    isDaemon: options.isDaemon,
    isConnected: true,
  });
  if (session === undefined) return NOTHING_TO_PRINT;
  if (session.type !== 'ok')
    return { type: 'failure', failure: { what: 'could not read the ledger', why: session.reason } };
  const ended = await watchFolder(session.value, ports, options);
  await session.value.endBackfill();
  return ended === 'start-over' ? ended : NOTHING_TO_PRINT;
}
