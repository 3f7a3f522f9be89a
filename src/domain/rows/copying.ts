/**
 * How the document of a plain image is put together: what is the same in all documents of its kind, and in between what is
 * copied from the row. Found out once for all rows of one kind, of which there may be a million.
 */

import { FALSE, isZero, TRUE } from '../text/bytes.ts';
import { SPAN, type PlainRow } from './plain-row.ts';
import type { Codec } from '../text/codec.ts';
import { append, reserve, type GrowingBytes } from '../text/growing-bytes.ts';

/** What comes between two texts that are always the same. */
type Step =
  /** The value whose span begins at `position`; `trim`: without so many bytes at each end of it. */
  | { type: 'copy'; position: number; trim: 0 | 1 }
  /** The value of a metric, its sign turned. */
  | { type: 'negate'; position: number }
  /** Whether the prediction is the label. */
  | { type: 'correct' }
  /** What has to be made of the row's values. */
  | { type: 'text'; of: (image: PlainRow) => string }
  /** What is the same for all images of a split. */
  | { type: 'split' };

export type Part = string | Step;

/**
 * Writes the document of an image.
 *
 * @param split what comes in the place of each `split`
 */
export type Copying = (image: PlainRow, split: Uint8Array, into: GrowingBytes) => void;

const [COPY, TRIM, NEGATE, CORRECT, TEXT, SPLIT] = [0, 1, 2, 3, 4, 5];
const NUMBERS = { copy: COPY, negate: NEGATE, correct: CORRECT, text: TEXT, split: SPLIT };

const MINUS = 45;

/** Up to here a loop is faster than a call. */
const FEW = 48;

/** `false` is longer than `true`. */
const LONGEST_WORD = 5;

/** @param parts in order; texts are taken as they are, not as the values of strings */
export function createCopying(parts: readonly Part[], codec: Codec): Copying {
  const steps = parts.filter((part) => typeof part !== 'string');
  const texts = textsBetween(parts).map((text) => codec.encode(text));
  const kinds = Uint8Array.from(steps, kindOf);
  const positions = Int32Array.from(steps, (step) => ('position' in step ? step.position : 0));
  const mostBytes = mostBytesOf(texts, steps);

  return (image, split, into) => {
    const { bytes: row, spans } = image;
    const most = mostBytes(image, split);
    let target = reserve(into, most);
    let at = into.length;
    for (let n = 0; n < kinds.length; n += 1) {
      at = put(texts[n] as Uint8Array, target, at);
      const kind = kinds[n] as number;
      if (kind === SPLIT) at = put(split, target, at);
      else if (kind === CORRECT) at = put(isCorrect(image) ? TRUE : FALSE, target, at);
      else if (kind === TEXT) {
        into.length = at;
        append(into, codec.encode(textAt(steps[n], image)));
        at = into.length;
        target = reserve(into, most);
      } else {
        const position = positions[n] as number;
        const trim = kind === TRIM ? 1 : 0;
        let from = (spans[position] as number) + trim;
        const end = (spans[position + 1] as number) - trim;
        if (kind === NEGATE && !isZero(row, from, end)) {
          if (row[from] === MINUS) from += 1;
          else target[at++] = MINUS;
        }
        for (; from < end; from += 1, at += 1) target[at] = row[from] as number;
      }
    }
    into.length = put(texts[kinds.length] as Uint8Array, target, at);
  };
}

/** Steps are compared as numbers, for each value of a million rows. */
function kindOf(step: Step): number {
  return step.type === 'copy' && step.trim === 1 ? TRIM : NUMBERS[step.type];
}

/** @returns the offset after the bytes */
function put(bytes: Uint8Array, target: Uint8Array, at: number): number {
  const { length } = bytes;
  if (length > FEW) target.set(bytes, at);
  else for (let n = 0; n < length; n += 1) target[at + n] = bytes[n] as number;
  return at + length;
}

/** @returns how many bytes a document has at most, without its texts made from values */
function mostBytesOf(
  texts: readonly Uint8Array[],
  steps: readonly Step[],
): (image: PlainRow, split: Uint8Array) => number {
  const fixed = texts.reduce((bytes, text) => bytes + text.length, 0) + steps.length * LONGEST_WORD;
  const splits = steps.filter(({ type }) => type === 'split').length;
  // Values lie side by side: all that is copied is no more than so many times the row.
  const times = mostAlike(steps.flatMap((step) => ('position' in step ? step.position : [])));
  return (image, split) => fixed + splits * split.length + times * (image.end - image.start);
}

function mostAlike(positions: readonly number[]): number {
  const counts = new Map<number, number>();
  let most = 1;
  for (const position of positions) {
    const count = (counts.get(position) ?? 0) + 1;
    counts.set(position, count);
    most = Math.max(most, count);
  }
  return most;
}

/** One more than there are steps. */
function textsBetween(parts: readonly Part[]): string[] {
  const texts = [''];
  for (const part of parts) {
    if (typeof part === 'string') texts.push((texts.pop() ?? '') + part);
    else texts.push('');
  }
  return texts;
}

function textAt(step: Step | undefined, image: PlainRow): string {
  return step?.type === 'text' ? step.of(image) : '';
}

function isCorrect({ bytes, spans }: PlainRow): boolean {
  const label = spans[SPAN.label] as number;
  const length = (spans[SPAN.label + 1] as number) - label;
  const prediction = spans[SPAN.prediction] as number;
  if ((spans[SPAN.prediction + 1] as number) - prediction !== length) return false;
  for (let n = 0; n < length; n += 1) if (bytes[label + n] !== bytes[prediction + n]) return false;
  return true;
}
