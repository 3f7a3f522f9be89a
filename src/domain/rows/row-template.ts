/**
 * Reads rows that differ from an earlier one by their values only: what stands between the values is compared as it is, with
 * its keys, colons and quotes, and the values are looked through once. That is several times faster than finding out for each
 * row which key comes next (`npm run bench:pipeline`).
 */

import { endOfPlainNumber, endOfPlainText } from '../text/bytes.ts';
import { SPAN, type PlainRow } from './plain-row.ts';
import { endOfAttribute, endOfSimplePath, endOfWord } from './plain-values.ts';

/** What may stand where a value stood. */
export type SlotKind = 'text' | 'word' | 'path' | 'number' | 'attribute';

/** A value that may be another in the next row: where it stands, the spans say from `position` on. Texts are without quotes. */
export type Slot = { kind: SlotKind; position: number };

/** Puts into the spans of the row where the values of a row stand. @returns behind the row, or -1 where it is different */
export type RowTemplate = (bytes: Uint8Array, start: number) => number;

const OPTIONAL = [SPAN.label, SPAN.prediction, SPAN.input, SPAN.target, SPAN.output];

/** Compared as numbers, for each value of a million rows. */
const [TEXT, WORD, PATH, NUMBER] = [0, 1, 2, 3];
const NUMBERS: Record<SlotKind, number> = { text: 0, word: 1, path: 2, number: 3, attribute: 4 };

/** @param slots of the row that the row holds at the moment */
export function rowTemplate({ bytes, start, end, spans }: PlainRow, slots: readonly Slot[]): RowTemplate {
  const startOf = ({ position }: Slot) => spans[position] ?? 0;
  const inOrder = slots.toSorted((one, other) => startOf(one) - startOf(other));
  const kinds = Uint8Array.from(inOrder, ({ kind }) => NUMBERS[kind]);
  const positions = Int32Array.from(inOrder, ({ position }) => position);
  const count = inOrder.length;
  /** All that stands between the values, and where in it each value comes. */
  const fixed = new Uint8Array(end - start);
  const ends = new Int32Array(count + 1);
  let length = 0;
  let from = start;
  for (const [n, slot] of inOrder.entries()) {
    length = append(fixed, length, bytes, from, startOf(slot));
    ends[n] = length;
    from = spans[slot.position + 1] ?? 0;
  }
  length = append(fixed, length, bytes, from, end);
  ends[count] = length;
  const absent = OPTIONAL.filter((position) => spans[position] === -1);

  return (row, rowStart) => {
    let at = rowStart;
    let compared = 0;
    for (let n = 0; ; n += 1) {
      const stop = ends[n] as number;
      if (at + stop - compared > row.length) return -1;
      for (; compared < stop; compared += 1, at += 1) if (row[at] !== fixed[compared]) return -1;
      if (n === count) break;
      const position = positions[n] as number;
      spans[position] = at;
      at = endOfValue(kinds[n] as number, row, at);
      if (at === -1) return -1;
      spans[position + 1] = at;
    }
    for (const position of absent) spans[position] = -1;
    return at;
  };
}

function append(to: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): number {
  to.set(bytes.subarray(start, end), at);
  return at + end - start;
}

function endOfValue(kind: number, bytes: Uint8Array, start: number): number {
  if (kind === NUMBER) return endOfPlainNumber(bytes, start);
  if (kind === TEXT) return endOfPlainText(bytes, start);
  if (kind === PATH) return endOfSimplePath(bytes, start);
  return kind === WORD ? endOfWord(bytes, start) : endOfAttribute(bytes, start);
}
