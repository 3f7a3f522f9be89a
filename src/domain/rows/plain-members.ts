/** Reads the objects of a plain row, most of which have the same names in the same order as those of the row before. */

import { afterBlanks, byteAt, endOfPlainString, isWord } from '../text/bytes.ts';
import { MOST_MEMBERS } from './plain-row.ts';
import type { Codec } from '../text/codec.ts';
import { createShapes, type Shape } from './shape.ts';

export type MembersReader = {
  /** Of the object that was read last. */
  shape: () => Shape;
  /** Puts into the spans where the values stand. @returns behind the object; -1 where it is not plain */
  read: (bytes: Uint8Array, start: number) => number;
};

type ValueEnd = (bytes: Uint8Array, start: number) => number;

const LONGEST_NAME = 1000;

const [COMMA, COLON, OPEN, CLOSE] = [44, 58, 123, 125];

/**
 * @param endOf where a value that may be a member ends, or -1
 * @param spans what takes them, from `first` on
 */
export function membersReader(
  codec: Codec,
  endOf: ValueEnd,
  spans: Int32Array,
  first: number,
): MembersReader {
  const shapes = createShapes(codec);
  let shape: Shape = { names: [], keys: [] };

  /** Objects of the shape that came last. */
  function readAlike(bytes: Uint8Array, start: number, { keys }: Shape): number {
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

  function readAnew(bytes: Uint8Array, start: number): number {
    const names: string[] = [];
    let at = afterBlanks(bytes, start + 1);
    if (byteAt(bytes, at) !== CLOSE) {
      at = start;
      do {
        const begin = afterBlanks(bytes, at + 1);
        const endOfKey = endOfPlainString(bytes, begin);
        if (endOfKey === -1) return -1;
        const colon = afterBlanks(bytes, endOfKey);
        if (byteAt(bytes, colon) !== COLON || names.length === MOST_MEMBERS) return -1;
        const value = afterBlanks(bytes, colon + 1);
        const end = endOf(bytes, value);
        const name = codec.decode(bytes, begin + 1, endOfKey - 1);
        if (end === -1 || name.length === 0 || name.length > LONGEST_NAME) return -1;
        spans[first + 2 * names.length] = value;
        spans[first + 2 * names.length + 1] = end;
        names.push(name);
        at = afterBlanks(bytes, end);
      } while (byteAt(bytes, at) === COMMA);
      if (byteAt(bytes, at) !== CLOSE) return -1;
    }
    const found = shapes.of(names);
    if (found === undefined) return -1;
    shape = found;
    return at + 1;
  }

  return {
    shape: () => shape,
    read: (bytes, start) => {
      if (byteAt(bytes, start) !== OPEN) return -1;
      const alike = shape.keys.length > 0 ? readAlike(bytes, start, shape) : -1;
      return alike === -1 ? readAnew(bytes, start) : alike;
    },
  };
}
