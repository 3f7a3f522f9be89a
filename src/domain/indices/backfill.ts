/**
 * What a backfill is: so many rows on their way into empty indices that it pays to refresh these rarely meanwhile. Each refresh
 * makes a segment of what came since the last one, and all segments have to be merged.
 */

/** The indices that have a document for each row of a file. */
export const ROW_INDICES = ['images', 'series'] as const;

/** For fewer rows, the requests for the setting would cost as much as they save. */
export const MANY_ROWS = 20_000;

/**
 * Half a minute, and a mark at the same time: an operator who wants half a minute writes `30s`. So what a killed process has left
 * behind can be told from what somebody has chosen. Not `-1`, which is no faster: left behind, it would hide documents, and
 * this only delays them.
 */
export const RARE_REFRESH_INTERVAL = '30001ms';

/** Whether a backfill has set this interval. */
export function isRare(refreshInterval: unknown): boolean {
  return refreshInterval === RARE_REFRESH_INTERVAL;
}
