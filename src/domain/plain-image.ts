import type { Shape } from './shape.ts';

/** From where to where something stands in the bytes of a row, in two numbers; both -1 where it is not there. */
export type Span = Int32Array & { 0: number; 1: number };

/** The members of an object: their names, and where each value stands, from 2n to 2n + 1. */
export type PlainMembers = { shape: Shape; spans: Int32Array };

/**
 * An image as what stands in its row, all of which needs no escapes and goes into its document as it is. Its metrics are all
 * finite.
 *
 * It is one and the same object for every row, and means nothing any more once the next row is read.
 */
export type PlainImage = {
  type: 'plain';
  bytes: Uint8Array;
  /** Of the whole row, and where it ends. */
  length: number;
  end: number;
  id: string;
  idSpan: Span;
  /** Canonical. */
  split: string;
  metrics: PlainMembers;
  attributes: PlainMembers | undefined;
  /** Between the quotes, or the number or word. */
  label: Span;
  prediction: Span;
  input: PlainReference;
  target: PlainReference;
  output: PlainReference;
};

/** A path from the folder of the run file, or what it was found to lead to, as JSON between its quotes. */
export type PlainReference = { span: Span; resolved: string | undefined };
