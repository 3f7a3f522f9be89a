import type { Shape } from './shape.ts';

/** Of an object of more members, the values are read. */
export const MOST_MEMBERS = 500;

/** Where in the spans of an image the two numbers of each value are; those of the nth member of an object 2n further on. */
export const SPAN = {
  id: 0,
  split: 2,
  label: 4,
  prediction: 6,
  input: 8,
  target: 10,
  output: 12,
  metrics: 14,
  attributes: 14 + 2 * MOST_MEMBERS,
} as const;

export const SPANS_LENGTH = SPAN.attributes + 2 * MOST_MEMBERS;

export const REFERENCES = ['input', 'target', 'output'] as const;
export type ReferenceName = (typeof REFERENCES)[number];

/**
 * An image as what stands in its row, all of which needs no escapes and goes into its document as it is. Its metrics are all
 * finite.
 *
 * It is one and the same object for every row, and means nothing any more once the next row is read.
 */
export type PlainImage = {
  type: 'plain';
  bytes: Uint8Array;
  /** Where in the bytes the row begins and ends. */
  start: number;
  end: number;
  /** Known to have no line feed in it; where that is false, it may have none either. */
  isOneLine: boolean;
  /**
   * From where up to where each value stands in the bytes, by `SPAN`: texts without their quotes, but for those among the
   * attributes. -1 where there is none.
   */
  spans: Int32Array;
  readonly id: string;
  /** Canonical. */
  split: string;
  metrics: Shape;
  attributes: Shape | undefined;
  /** What references were found to lead to, as JSON between its quotes, where that is not what stands in the row. */
  resolved: Partial<Record<ReferenceName, string>> | undefined;
};
