import type { Origin } from './locate.ts';
import type { NotText } from './not-text.ts';

/** A value in UTF-8, in the bytes from `start` up to `end`. */
export type CutValue<List extends string> = {
  list: List;
  bytes: Uint8Array;
  start: number;
  /** Once it is taken. */
  end: number;
};

/**
 * Text that comes in pieces, as the values in it.
 *
 *   add, end ──▶ next ──true──▶ take ──▶ next …
 *                 └──false──▶ keep ──▶ add …
 *
 * The reader of a value says where it ends: it has found that out by reading, or it asks `findEnd`.
 */
export type Cutter<List extends string> = {
  /** What `next` found last: one and the same object for all values. */
  readonly value: Readonly<CutValue<List>>;
  /** Takes a piece in UTF-8, which may be overwritten after `keep`. */
  add: (piece: Uint8Array) => void;
  /** There are no more pieces. */
  end: () => void;
  /** @returns whether a value begins in what has come */
  next: () => boolean;
  /** @returns the offset after the value, or -1 where its end has not come yet */
  findEnd: () => number;
  /** @returns whether the value may end there: if so, it is taken */
  take: (end: number) => boolean;
  /** @returns why the text cannot be read any further */
  keep: () => NotText | undefined;
  /** Where the value is. */
  origin: () => Origin;
  /** The line on which the next piece begins. */
  line: () => number;
};
