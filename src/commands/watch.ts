import type { Attempt } from '../domain/outcome.ts';
import { nextDelay, passesByItself } from '../domain/retry.ts';
import type { Clock, Log, World } from '../ingest/ports.ts';
import { openSession, type SessionOptions } from '../ingest/session.ts';
import { watchFolder, type WatchOptions } from '../ingest/watch.ts';
import type { Report } from '../output/report.ts';

const LONGEST_DELAY_MILLISECONDS = 30_000;

/**
 * Tries until it works, for what a daemon needs at its start; undefined when the signal came first.
 *
 * Wrong credentials or a wrong address do not get better by waiting: they end the daemon with a sentence.
 */
export async function keepTrying<Value>(
  what: string,
  work: () => Promise<Attempt<Value>>,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal },
): Promise<Attempt<Value> | undefined> {
  let delay: number | undefined;
  while (!signal.aborted) {
    const outcome = await work();
    if (outcome.type === 'ok' || !(outcome.type === 'blocked' || passesByItself(outcome))) return outcome;
    delay = nextDelay(delay ?? 1000, clock.random(), LONGEST_DELAY_MILLISECONDS);
    log.warn(
      { waiting_for: what, reason: outcome.reason, retry_in_ms: delay },
      'Not ready yet; trying again',
    );
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
  options: WatchOptions & SessionOptions,
): Promise<Report | 'start-over'> {
  const { signal } = options;
  const session = await keepTrying('the ledger', () => openSession(world, options), { ...world, signal });
  if (session === undefined) return STOPPED;
  if (session.type !== 'ok')
    return { type: 'failure', failure: { what: 'could not read the ledger', why: session.reason } };
  if ((await watchFolder(session.value, world, options)) === 'start-over') return 'start-over';
  world.log.info({}, 'Stopped');
  return STOPPED;
}

export const STOPPED: Report = { type: 'result', exitCode: 0, json: undefined, sections: [] };
