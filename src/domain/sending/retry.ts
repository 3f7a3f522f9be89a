/**
 * What each failure of Elasticsearch gets. This is the one place that decides it.
 *
 * A whole request that fails (`passesByItself`; the types are those of `domain/model/outcome.ts`):
 *
 * - `too-many-requests` (429, except a cluster block), `unavailable` (5xx), `timeout`, `unreachable`: sent again whole, after a growing pause
 *   (`nextDelay`); by the daemon until it succeeds, by `ingest` for a minute. Meanwhile fewer requests are in flight
 *   (`congestion-window.ts`).
 * - `too-large` (413): a bulk request is sent in halves. A document that is too large by itself is refused.
 * - any other: nothing more is sent, and the round fails. The daemon repeats its turn after a growing pause; if an index is
 *   missing (404), it sets up the indices and starts over. `ingest` ends with a message, and so does a daemon at its
 *   start (`commands/watch/daemon.ts` says which failures it waits for then).
 *
 * One item in the answer to a bulk request (`treatItem`):
 *
 * - `done`: 2xx, and 404 for a delete.
 * - `retry`: 408, 429, 500, 502, 503, 504, and an item that the answer leaves out. It is sent again without the others;
 *   otherwise as a whole request with 429.
 * - `overtaken`: 409. Another daemon has written the document with a higher version, or the entry of the ledger. The
 *   source is looked at again.
 * - `system`: 401, 403, 404, and the names in `SYSTEM_ERRORS` with any status but 503, such as 429 when a disk is full. As
 *   "any other" failure of a whole request.
 * - `refused`: any other, such as 400. The run is indexed without the document (`partial`), or not at all if it is the run's
 *   own (`rejected`). If most documents of several sources are refused at once, the round fails instead
 *   (`ingest/round/refused-at-once.ts`).
 *
 * Whatever is tried again begins an outage, which is logged once (`ingest/sending/outage.ts`). `ingest/sending/` carries all of
 * this out: `deliver.ts` for bulk requests, `retrying.ts` for everything that is repeated.
 */

import type { ElasticsearchFailure, ElasticsearchFailureType } from '../model/outcome.ts';

const PASSING: ReadonlySet<ElasticsearchFailureType> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'too-many-requests',
]);

/** Whether a failed request may succeed later without anybody doing anything about it. */
export function passesByItself({ type }: ElasticsearchFailure): boolean {
  return PASSING.has(type);
}

/** What is done about one item of a bulk answer; see the table above. */
export type Treatment = 'done' | 'overtaken' | 'retry' | 'refused' | 'system';

/** An item of a bulk answer, reduced to what decides. */
export type ItemResult = { status: number; errorType?: string | undefined };

/** Errors that no document is to blame for. They last until a person or the cluster puts something right. */
const SYSTEM_ERRORS = new Set([
  'index_not_found_exception',
  'cluster_block_exception',
  'security_exception',
  'authorization_exception',
  'index_closed_exception',
  'invalid_alias_name_exception',
]);

const RETRY_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

export function treatItem({ status, errorType }: ItemResult, operation: 'index' | 'delete'): Treatment {
  if (status >= 200 && status < 300) return 'done';
  // The document that a delete is for is already gone.
  if (status === 404 && errorType === undefined && operation === 'delete') return 'done';
  // While a master is being elected, all writes are blocked with 503. Blocks that stay have 403 or 429.
  if (status === 503) return 'retry';
  if (errorType !== undefined && SYSTEM_ERRORS.has(errorType)) return 'system';
  if (RETRY_STATUSES.has(status)) return 'retry';
  if (status === 409) return 'overtaken';
  if (status === 401 || status === 403 || status === 404) return 'system';
  return 'refused';
}

const FIRST_DELAY_MILLISECONDS = 100;

/** One request every ten seconds is no burden, and the end of an outage is noticed soon. */
export const LONGEST_DELAY_MILLISECONDS = 10_000;

/**
 * How long to wait before the next attempt, in milliseconds. Decorrelated jitter keeps several daemons from retrying at the
 * same moments.
 *
 * @param previous the delay before this one, or undefined at the first
 * @param random from 0 up to 1
 * @param most the longest delay
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function nextDelay(previous: number | undefined, random: number, most: number): number {
  const upper = Math.max(FIRST_DELAY_MILLISECONDS, (previous ?? FIRST_DELAY_MILLISECONDS) * 3);
  return Math.min(most, Math.round(FIRST_DELAY_MILLISECONDS + random * (upper - FIRST_DELAY_MILLISECONDS)));
}
