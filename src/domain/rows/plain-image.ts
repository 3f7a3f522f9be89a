import type { PlainRow } from './plain-row.ts';

/** The key of what only this folder reads of a plain image: the face does not export it. */
export const ROW = Symbol('row');

/**
 * An image whose row needs no parsing: its strings contain no escapes and its numbers are all finite, so they are copied
 * into its document unchanged.
 *
 * One object serves all rows of a reader: it is valid until the next row is read.
 */
export type PlainImage = {
  readonly type: 'plain';
  readonly list: 'images';
  readonly id: string;
  /** Canonical. */
  readonly split: string;
  /** One and the same array for images with the same names in the same order. */
  readonly metricNames: readonly string[];
  readonly [ROW]: PlainRow;
};
