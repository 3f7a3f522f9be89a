/** Reads the objects of a plain row, most of which have the same names in the same order as those of the row before. */

import { afterBlanks, byteAt, endOfPlainString, isWord } from '../text/bytes.ts';
import type { Codec } from '../text/codec.ts';
import { LONGEST_NAME, MOST_MEMBERS } from './plain-row.ts';
import { createShapes, type Shape, type Shapes } from './shape.ts';

/** How the objects of one key are read, and what was read last. */
export type Members = {
  /** Where the spans of the values are put, from `first` on. */
  spans: Int32Array;
  first: number;
  /** @returns the offset after a value, or -1 where it is not plain */
  endOf: (bytes: Uint8Array, start: number) => number;
  shape: Shape;
  shapes: Shapes;
  codec: Codec;
};

const [COMMA, COLON, OPEN, CLOSE] = [44, 58, 123, 125];

export function createMembers(
  { spans, first, endOf }: Pick<Members, 'spans' | 'first' | 'endOf'>,
  codec: Codec,
): Members {
  const shape: Shape = { names: [], keys: [] };
  return { spans, first, endOf, shape, shapes: createShapes(codec), codec };
}

/** @returns the offset after the object; -1 where it is not plain */
export function readMembers(members: Members, bytes: Uint8Array, start: number): number {
  if (byteAt(bytes, start) !== OPEN) return -1;
  const alike = members.shape.keys.length > 0 ? readAlike(members, bytes, start) : -1;
  return alike === -1 ? readAnyShape(members, bytes, start) : alike;
}

/** Reads an object of the shape that came last. */
function readAlike({ spans, first, endOf, shape }: Members, bytes: Uint8Array, start: number): number {
  const { keys } = shape;
  let at = start;
  for (let n = 0; n < keys.length; n += 1) {
    const key = keys[n] as Uint8Array;
    at = afterBlanks(bytes, at + 1);
    if (!isWord(bytes, at, key)) return -1;
    const value = afterBlanks(bytes, at + key.length);
    const end = endOf(bytes, value);
    if (end === -1) return -1;
    spans[first + 2 * n] = value;
    spans[first + 2 * n + 1] = end;
    at = afterBlanks(bytes, end);
    if (n < keys.length - 1 && byteAt(bytes, at) !== COMMA) return -1;
  }
  return byteAt(bytes, at) === CLOSE ? at + 1 : -1;
}

function readAnyShape(members: Members, bytes: Uint8Array, start: number): number {
  const names: string[] = [];
  let at = afterBlanks(bytes, start + 1);
  if (byteAt(bytes, at) !== CLOSE) {
    at = start;
    do {
      const end = readMember(members, bytes, afterBlanks(bytes, at + 1), names);
      if (end === -1) return -1;
      at = afterBlanks(bytes, end);
    } while (byteAt(bytes, at) === COMMA);
    if (byteAt(bytes, at) !== CLOSE) return -1;
  }
  const shape = members.shapes.of(names);
  if (shape === undefined) return -1;
  members.shape = shape;
  return at + 1;
}

function readMember(
  { spans, first, endOf, codec }: Members,
  bytes: Uint8Array,
  start: number,
  names: string[],
): number {
  const endOfKey = endOfPlainString(bytes, start);
  if (endOfKey === -1) return -1;
  const colon = afterBlanks(bytes, endOfKey);
  if (byteAt(bytes, colon) !== COLON || names.length === MOST_MEMBERS) return -1;
  const value = afterBlanks(bytes, colon + 1);
  const end = endOf(bytes, value);
  const name = codec.decode(bytes, start + 1, endOfKey - 1);
  if (end === -1 || name.length === 0 || name.length > LONGEST_NAME) return -1;
  spans[first + 2 * names.length] = value;
  spans[first + 2 * names.length + 1] = end;
  names.push(name);
  return end;
}
