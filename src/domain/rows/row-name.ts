/** What tells the rows of a run apart: of rows with the same name, the last one counts. */

import type { PlainImage } from './plain-image.ts';
import type { Row } from './row.ts';

/** Two rows of one list are the same row where all parts are. */
export type RowName = readonly (string | undefined)[];

export function nameOf(row: Row | PlainImage): RowName {
  if (row.list === 'series') return [row.row.split, row.row.name, row.row.entity, row.row.timestamp];
  const { split, id } = 'row' in row ? row.row : row;
  return [split, id];
}

/** A row in words. Names are quoted as JSON, so that no two rows are called the same. */
export function describeRow(row: Row | PlainImage): string {
  if (row.list === 'images') {
    const { split, id } = 'row' in row ? row.row : row;
    return `image ${JSON.stringify(id)} of split ${JSON.stringify(split)}`;
  }
  const { name, split, entity, timestamp } = row.row;
  const part = entity === undefined ? '' : ` for ${JSON.stringify(entity)}`;
  return `point ${timestamp} of series ${JSON.stringify(name)}${part} on split ${JSON.stringify(split)}`;
}
