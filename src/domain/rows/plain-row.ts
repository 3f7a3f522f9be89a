import type { Shape } from './shape.ts';

/** Of an object of more members, the values are read. */
export const MOST_MEMBERS = 500;

/** What has a longer id, split or name of a metric or attribute is no good row. */
export const LONGEST_NAME = 1000;

/** Where in the spans of a row the two numbers of each value are; those of the nth member of an object 2n further on. */
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

/** A row as spans of bytes. */
export type PlainRow = {
  bytes: Uint8Array;
  start: number;
  end: number;
  /**
   * From where up to where each value is in the bytes, by `SPAN`: strings without their quotes, but for those among the
   * attributes. -1 where there is none.
   */
  spans: Int32Array;
  /** Canonical. */
  split: string;
  metrics: Shape;
  attributes: Shape | undefined;
  /** What references were found to lead to, as JSON between its quotes, where that is not what is in the row. */
  resolved: Partial<Record<ReferenceName, string>> | undefined;
};
