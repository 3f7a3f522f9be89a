/**
 * A backfill: so many rows are written into empty indices that a rare refresh saves time. Each refresh makes a segment of
 * the documents since the last one, and all segments have to be merged.
 */

/** The indices that have a document for each row of a file. */
export const ROW_INDICES = ['images', 'series'] as const;

/** For fewer rows, the requests for the setting would cost as much as they save. */
export const MANY_ROWS = 20_000;

/**
 * Half a minute in a form that no operator would choose, who would write `30s`. So the interval that a killed backfill has
 * left can be recognised without any other record. Not `-1`, which is no faster and would hide new documents for ever
 * after a kill.
 */
export const RARE_REFRESH_INTERVAL = '30001ms';

/** Whether a backfill has set this interval. */
export function isRare(refreshInterval: unknown): boolean {
  return refreshInterval === RARE_REFRESH_INTERVAL;
}
