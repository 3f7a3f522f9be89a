import { isWord } from '../text/bytes.ts';
import type { Codec } from '../text/codec.ts';

/** The keys of an image row, one bit each. */
export const KEY = {
  id: 1,
  split: 2,
  metrics: 4,
  label: 8,
  prediction: 16,
  attributes: 32,
  input: 64,
  target: 128,
  output: 256,
} as const;

export const REQUIRED_KEYS = KEY.id | KEY.split | KEY.metrics;

/** `quoted`: as it is written, with its quotes. */
export type Key = { quoted: Uint8Array; bit: number };

/** The key at an offset, the `position`th of its row; undefined for any other. */
export type KeyReader = (bytes: Uint8Array, at: number, position: number) => Key | undefined;

export function createKeyReader({ encode }: Codec): KeyReader {
  const keys = Object.entries(KEY).map(([name, bit]): Key => ({ quoted: encode(`"${name}"`), bit }));
  /** In the order of the last row: most rows have the same. */
  const expected: Key[] = [];

  /** A function of its own, so that no closure has to be made for each key of a row. */
  function otherKeyAt(bytes: Uint8Array, at: number, position: number): Key | undefined {
    const key = keys.find(({ quoted }) => isWord(bytes, at, quoted));
    if (key !== undefined) expected[position] = key;
    return key;
  }

  return (bytes, at, position) => {
    const last = expected[position];
    return last !== undefined && isWord(bytes, at, last.quoted) ? last : otherKeyAt(bytes, at, position);
  };
}
