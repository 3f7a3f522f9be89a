/** Reads the objects of a plain row, most of which have the same names in the same order as those of the row before. */

import { afterBlanks, byteAt, endOfPlainString, isWord } from '../text/bytes.ts';
import { LONGEST_NAME, MOST_MEMBERS } from './plain-row.ts';
import type { Codec } from '../text/codec.ts';
import { createShapes, type Shape } from './shape.ts';

export type MembersReader = {
  /** Of the object that was read last. */
  shape: () => Shape;
  /** Puts the spans of the values into `spans`. @returns the offset after the object; -1 where it is not plain */
  read: (bytes: Uint8Array, start: number) => number;
};

/** Where the spans of members are put, from `first` on; `endOf` gives the offset after a value, or -1 where it is not plain. */
type Target = {
  spans: Int32Array;
  first: number;
  endOf: (bytes: Uint8Array, start: number) => number;
};

const [COMMA, COLON, OPEN, CLOSE] = [44, 58, 123, 125];

export function membersReader(target: Target, codec: Codec): MembersReader {
  const shapes = createShapes(codec);
  let shape: Shape = { names: [], keys: [] };

  function readAnew(bytes: Uint8Array, start: number): number {
    const names: string[] = [];
    const end = readMembers(bytes, start, names, { ...target, codec });
    const found = end === -1 ? undefined : shapes.of(names);
    if (found === undefined) return -1;
    shape = found;
    return end;
  }

  return {
    shape: () => shape,
    read: (bytes, start) => {
      if (byteAt(bytes, start) !== OPEN) return -1;
      const alike = shape.keys.length > 0 ? readAlike(bytes, start, shape, target) : -1;
      return alike === -1 ? readAnew(bytes, start) : alike;
    },
  };
}

/** Reads an object of the shape that came last. */
function readAlike(
  bytes: Uint8Array,
  start: number,
  { keys }: Shape,
  { spans, first, endOf }: Target,
): number {
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

type NamedTarget = Target & { codec: Codec };

/** Reads an object of any shape; its names are added to `names`. */
function readMembers(bytes: Uint8Array, start: number, names: string[], target: NamedTarget): number {
  let at = afterBlanks(bytes, start + 1);
  if (byteAt(bytes, at) === CLOSE) return at + 1;
  at = start;
  do {
    const end = readMember(bytes, afterBlanks(bytes, at + 1), names, target);
    if (end === -1) return -1;
    at = afterBlanks(bytes, end);
  } while (byteAt(bytes, at) === COMMA);
  return byteAt(bytes, at) === CLOSE ? at + 1 : -1;
}

function readMember(
  bytes: Uint8Array,
  start: number,
  names: string[],
  { spans, first, endOf, codec }: NamedTarget,
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
