/** Which answer each failure gets: a table, so that nothing is decided twice. */

import type { ElasticsearchFailure, ElasticsearchFailureType } from '../model/outcome.ts';

/**
 * - `done`: the document is there.
 * - `retry`: passes by itself; send again, later and gentler.
 * - `overtaken`: somebody else has written it since, or was first; theirs counts.
 * - `refused`: this document's own fault; no repetition helps.
 * - `system`: nobody's document is at fault; stop sending until a person or the cluster has put it right.
 */
export type Treatment = 'done' | 'overtaken' | 'retry' | 'refused' | 'system';

/** An item of a bulk answer, reduced to what decides. */
export type ItemResult = { status: number; errorType?: string | undefined };

const SYSTEM_ERRORS = new Set([
  'index_not_found_exception',
  'cluster_block_exception',
  'security_exception',
  'authorization_exception',
  'index_closed_exception',
  'invalid_alias_name_exception',
]);

const RETRY_STATUSES = new Set([408, 429, 500, 502, 503, 504]);

/** What to do about one item of a bulk answer. */
export function treatItem({ status, errorType }: ItemResult, operation: 'index' | 'delete'): Treatment {
  if (status >= 200 && status < 300) return 'done';
  // What a delete is after is already gone: somebody else did it.
  if (status === 404 && errorType === undefined && operation === 'delete') return 'done';
  // Where a master is being elected, all writes are blocked for as long; blocks that stay say 403 or 429.
  if (status === 503) return 'retry';
  if (errorType !== undefined && SYSTEM_ERRORS.has(errorType)) return 'system';
  if (RETRY_STATUSES.has(status)) return 'retry';
  if (status === 409) return 'overtaken';
  if (status === 401 || status === 403 || status === 404) return 'system';
  return 'refused';
}

const PASSING: ReadonlySet<ElasticsearchFailureType> = new Set([
  'unreachable',
  'timeout',
  'unavailable',
  'too-many-requests',
]);

/** Whether a failed request may well succeed later, without anybody doing anything about it. */
export function passesByItself({ type }: ElasticsearchFailure): boolean {
  return PASSING.has(type);
}

const FIRST_DELAY_MILLISECONDS = 100;

/** Longer waits help nobody: one request every ten seconds is no burden, and the end of an outage is soon noticed. */
export const LONGEST_DELAY_MILLISECONDS = 10_000;

/**
 * How long to wait before the next attempt, in milliseconds: decorrelated jitter, so that many daemons do not come
 * back in step.
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
