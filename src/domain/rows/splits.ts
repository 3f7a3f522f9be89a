import { canonicalSplit } from '../model/split.ts';
import { isWord } from '../text/bytes.ts';
import type { Codec } from '../text/codec.ts';

/** They are looked through for every row; a run has few. */
const MOST_SPLITS = 10;

/** Reads the names of splits, of which most rows have one that an earlier row had. */
export type SplitReader = (bytes: Uint8Array, start: number, end: number) => string;

/** @returns what gives the canonical name of a split */
export function createSplitReader({ decode }: Codec): SplitReader {
  const known: { written: Uint8Array; split: string }[] = [];
  return (bytes, start, end) => {
    for (const { written, split } of known)
      if (end - start === written.length && isWord(bytes, start, written)) return split;
    const split = canonicalSplit(decode(bytes, start, end));
    if (known.length < MOST_SPLITS) known.push({ written: bytes.slice(start, end), split });
    return split;
  };
}
