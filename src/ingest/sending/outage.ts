/**
 * Whether Elasticsearch takes documents at present, and who is told when it does not.
 *
 *   taking ──failed──▶ not taking (told once; passing push-backs only if they last) ──over──▶ taking (told, if told before)
 */

import type { Outage } from '../ports/outage.ts';
import { passesByItself } from '../../domain/sending/retry.ts';
import type { Observer } from '../ports/observer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** What passes within this time is not worth a line in the log. */
const WORTH_TELLING_MILLISECONDS = 2000;

/** After this, what is still refused is judged by itself: it may have been its own fault all along. */
const SUSPICION_MILLISECONDS = 600_000;

export function createOutage(clock: Clock, log: Log, observer: Observer): Outage {
  let since: number | undefined;
  let told: string | undefined;
  let mayHavePassed = true;
  let refusingSince: number | undefined;

  function over(): void {
    if (since === undefined) return;
    const seconds = Math.round((clock.elapsed() - since) / 1000);
    if (told !== undefined) log.info({ seconds }, 'Elasticsearch takes documents again');
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
      const isBrief = passesByItself(failure) && clock.elapsed() - since < WORTH_TELLING_MILLISECONDS;
      const fields = { type: failure.type, reason: failure.reason };
      // A server that goes down refuses, is silent and is not ready, one after the other: that is one outage.
      const kind = mayHavePassed ? 'passing' : failure.type;
      if (isBrief || told === kind) {
        log.debug({ ...fields, retry_in_ms: delay }, 'Elasticsearch did not take a request; trying again');
        return;
      }
      told = kind;
      log.error(fields, 'Elasticsearch takes nothing at present; trying until it does');
    },
    // Where one index is forbidden, requests to others say nothing.
    passed: () => {
      if (mayHavePassed) over();
    },
    over,
    isOfRefusals: () =>
      refusingSince !== undefined && clock.elapsed() - refusingSince < SUSPICION_MILLISECONDS,
  };
}
