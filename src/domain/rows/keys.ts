import { isWord } from '../text/bytes.ts';
import type { Codec } from '../text/codec.ts';
import { SPAN } from './plain-row.ts';

/** The keys of an image row, those first that every row has. */
const NAMES = [
  'id',
  'split',
  'metrics',
  'label',
  'prediction',
  'attributes',
  'input',
  'target',
  'output',
] as const;

/** The bits of `id`, `split` and `metrics`. */
export const REQUIRED_KEYS = 0b111;

/** `quoted`: in UTF-8, with its quotes; `bit`: one of its own; `position`: of its value in the spans of a row. */
export type Key = { name: (typeof NAMES)[number]; quoted: Uint8Array; bit: number; position: number };

/** `expected`: in the order of the last row, because most rows have the same. */
export type Keys = { all: readonly Key[]; expected: Key[] };

export function createKeys({ encode }: Codec): Keys {
  const all = NAMES.map((name, n): Key => {
    return { name, quoted: encode(`"${name}"`), bit: 1 << n, position: SPAN[name] };
  });
  return { all, expected: [] };
}

/** @returns the key at an offset, the `position`th of its row; undefined for an unknown one */
export function keyAt(keys: Keys, bytes: Uint8Array, at: number, position: number): Key | undefined {
  const last = keys.expected[position];
  return last !== undefined && isWord(bytes, at, last.quoted) ? last : otherKeyAt(keys, bytes, at, position);
}

/** A function of its own, so that no closure has to be made for each key of a row. */
function otherKeyAt({ all, expected }: Keys, bytes: Uint8Array, at: number, position: number) {
  const key = all.find(({ quoted }) => isWord(bytes, at, quoted));
  if (key !== undefined) expected[position] = key;
  return key;
}
