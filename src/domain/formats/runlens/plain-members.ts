/** Reads the objects of a plain row, most of which have the same names in the same order as those of the row before. */

import { afterBlanks, endOfPlainString } from '../../json/bytes.ts';
import type { PlainMembers } from '../../plain-image.ts';
import { createShapes, type Codec, type Shape } from '../../shape.ts';

/** `end`: behind the object; -1 where it is not plain. The members are the same object for every row. */
export type MembersReader = {
  members: PlainMembers;
  read: (bytes: Uint8Array, start: number) => number;
};

type ValueEnd = (bytes: Uint8Array, start: number) => number;

const LONGEST_NAME = 1000;

const [COMMA, COLON, OPEN, CLOSE] = [44, 58, 123, 125];

/** @param endOf where a value that may be a member ends, or -1 */
export function membersReader(codec: Codec, endOf: ValueEnd): MembersReader {
  const shapes = createShapes(codec);
  const members: PlainMembers = { shape: { names: [], keys: [] }, spans: new Int32Array(16) };

  /** Objects of the shape that came last. */
  function readAlike(bytes: Uint8Array, start: number, { keys }: Shape): number {
    let at = start;
    for (let n = 0; n < keys.length; n += 1) {
      const key = keys[n] as Uint8Array;
      at = afterBlanks(bytes, at + 1);
      for (let byte = 0; byte < key.length; byte += 1) if (bytes[at + byte] !== key[byte]) return -1;
      const value = afterBlanks(bytes, at + key.length);
      const end = endOf(bytes, value);
      if (end === -1) return -1;
      members.spans[2 * n] = value;
      members.spans[2 * n + 1] = end;
      at = afterBlanks(bytes, end);
      if (n < keys.length - 1 && bytes[at] !== COMMA) return -1;
    }
    return bytes[at] === CLOSE ? at + 1 : -1;
  }

  function readAnew(bytes: Uint8Array, start: number): number {
    const names: string[] = [];
    const spans: number[] = [];
    let at = afterBlanks(bytes, start + 1);
    if (bytes[at] !== CLOSE) {
      at = start;
      do {
        const begin = afterBlanks(bytes, at + 1);
        const endOfKey = endOfPlainString(bytes, begin);
        const colon = afterBlanks(bytes, endOfKey);
        if (endOfKey === -1 || bytes[colon] !== COLON) return -1;
        const value = afterBlanks(bytes, colon + 1);
        const end = endOf(bytes, value);
        const name = codec.decode(bytes, begin + 1, endOfKey - 1);
        if (end === -1 || name.length === 0 || name.length > LONGEST_NAME) return -1;
        names.push(name);
        spans.push(value, end);
        at = afterBlanks(bytes, end);
      } while (bytes[at] === COMMA);
      if (bytes[at] !== CLOSE) return -1;
    }
    const shape = shapes.of(names);
    if (shape === undefined) return -1;
    members.shape = shape;
    if (spans.length > members.spans.length) members.spans = new Int32Array(2 * spans.length);
    members.spans.set(spans);
    return at + 1;
  }

  return {
    members,
    read: (bytes, start) => {
      if (bytes[start] !== OPEN) return -1;
      const alike = members.shape.keys.length > 0 ? readAlike(bytes, start, members.shape) : -1;
      return alike === -1 ? readAnew(bytes, start) : alike;
    },
  };
}
