/**
 * What a backfill is: so many rows on their way into new indices that it pays to have these refreshed rarely meanwhile.
 * Each refresh makes a segment of what little came since the last one, and all these have to be merged.
 */

/** The indices that have a document for each row of a file. */
export const ROW_INDICES = ['images', 'series'] as const;
export type RowIndex = (typeof ROW_INDICES)[number];

/** How many rows of each index. */
export type RowCounts = Readonly<Record<RowIndex, number>>;

export const NO_ROWS: RowCounts = { images: 0, series: 0 };

/**
 * Half a minute, and a mark at the same time: an operator who wants half a minute says `30s`. So what was left behind by a
 * backfill that was killed is told from what somebody has chosen, without anything being written anywhere else. Not `-1`,
 * which is no faster: left behind, this only delays what it would hide.
 */
export const RARE_REFRESH_INTERVAL = '30001ms';

/** Of fewer rows, the requests that it takes would cost as much as they save. */
const WORTHWHILE_ROWS = 20_000;

/** Whether a backfill has set this interval, and nobody else. */
export function isRare(refreshInterval: unknown): boolean {
  return refreshInterval === RARE_REFRESH_INTERVAL;
}

export function addRows(some: RowCounts, more: RowCounts): RowCounts {
  return { images: some.images + more.images, series: some.series + more.series };
}

export function isAnyRow(rows: RowCounts): boolean {
  return ROW_INDICES.some((index) => rows[index] > 0);
}

/** The indices that get so many of these rows that it pays to have them refreshed rarely. */
export function worthwhileIndices(rows: RowCounts): RowIndex[] {
  return ROW_INDICES.filter((index) => rows[index] >= WORTHWHILE_ROWS);
}
