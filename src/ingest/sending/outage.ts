/**
 * Follows whether Elasticsearch accepts writes, and logs when that changes.
 *
 *   accepting ──failed──▶ not accepting ──over──▶ accepting
 *
 * The failure is logged once; one that passes by itself, only if it lasts. The end is logged if the failure was.
 */

import type { Outage } from '../ports/outage.ts';
import { passesByItself } from '../../domain/sending/retry.ts';
import type { Observer } from '../ports/observer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** What passes within this time is not worth a line in the log. */
const WORTH_LOGGING_MILLISECONDS = 2000;

/** After this time, each refused document is judged by itself: it may have been its own fault all along. */
const SUSPICION_MILLISECONDS = 600_000;

export function createOutage(clock: Clock, log: Log, observer: Observer): Outage {
  let since: number | undefined;
  let told: string | undefined;
  let mayHavePassed = true;
  let refusingSince: number | undefined;

  function over(): void {
    if (since === undefined) return;
    const seconds = Math.round((clock.elapsed() - since) / 1000);
    if (told !== undefined) log.info({ seconds }, 'Elasticsearch accepts writes again');
    since = undefined;
    told = undefined;
    refusingSince = undefined;
    observer.resumed();
  }

  return {
    failed: (failure, delay) => {
      since ??= clock.elapsed();
      if (failure.type === 'bad-request') refusingSince ??= clock.elapsed();
      mayHavePassed = passesByItself(failure);
      observer.retried();
      observer.paused(failure.reason, delay / 1000);
      const isBrief = passesByItself(failure) && clock.elapsed() - since < WORTH_LOGGING_MILLISECONDS;
      const fields = { type: failure.type, reason: failure.reason };
      // A server that goes down refuses connections, is silent and is not ready, one after the other: that is one outage.
      const kind = mayHavePassed ? 'passing' : failure.type;
      if (isBrief || told === kind) {
        log.debug({ ...fields, retry_in_ms: delay }, 'Elasticsearch did not accept a request; retrying');
        return;
      }
      told = kind;
      log.error(fields, 'Elasticsearch is not accepting writes; retrying');
    },
    // Where one index is forbidden, success with another one says nothing.
    passed: () => {
      if (mayHavePassed) over();
    },
    over,
    lastsFor: () => (since === undefined ? 0 : clock.elapsed() - since),
    isOfRefusals: () =>
      refusingSince !== undefined && clock.elapsed() - refusingSince < SUSPICION_MILLISECONDS,
  };
}
