import type { Attempt } from '../domain/outcome.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay, passesByItself } from '../domain/retry.ts';
import type { Outage } from '../ingest/outage.ts';
import type { Clock, World } from '../ingest/ports.ts';
import { openSession, type SessionOptions } from '../ingest/session.ts';
import { watchFolder, type WatchOptions } from '../ingest/watch.ts';
import type { Report } from '../output/report.ts';

export type Patience = {
  clock: Clock;
  outage: Outage;
  signal: AbortSignal;
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
  { clock, outage, signal, isDaemon = false }: Patience,
): Promise<Attempt<Value> | undefined> {
  let delay: number | undefined;
  while (!signal.aborted) {
    const outcome = await work();
    if (outcome.type === 'ok') {
      outage.over();
      return outcome;
    }
    if (!isDaemon && outcome.type !== 'blocked' && !passesByItself(outcome)) return outcome;
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
  const session = await keepTrying(() => openSession(world, options), { ...world, ...options });
  if (session === undefined) return STOPPED;
  if (session.type !== 'ok')
    return { type: 'failure', failure: { what: 'could not read the ledger', why: session.reason } };
  if ((await watchFolder(session.value, world, options)) === 'start-over') return 'start-over';
  return STOPPED;
}

export const STOPPED: Report = { type: 'result', exitCode: 0, json: undefined, sections: [] };
