/**
 * Reads the image rows of which there are millions: all keys known, no escapes in texts, numbers as JSON writes them. What
 * is not like that is left to `parseJson` and `readImage`, which say what it means or what is wrong with it; for what this
 * accepts, both come to the same document (`plain-image.property.test.ts`).
 *
 * Parsing, checking and writing a row by values costs several times what looking through its bytes and copying them does
 * (`npm run bench:pipeline`).
 */

import { afterBlanks, endOfPlainInteger, endOfPlainNumber, endOfPlainString } from '../../json/bytes.ts';
import type { PlainImage, PlainReference, Span } from '../../plain-image.ts';
import type { Codec } from '../../shape.ts';
import { canonicalSplit } from '../../split.ts';
import { membersReader } from './plain-members.ts';
import { resolveReference } from './reference.ts';

/** Reads the row that begins in the bytes at `start`. Where its end is given, nothing but blanks may come before that. */
export type PlainImageReader = (bytes: Uint8Array, start: number, end?: number) => PlainImage | undefined;

const LONGEST_NAME = 1000;

/** They are looked through for every row; a run has few. */
const MOST_SPLITS = 10;

const [QUOTE, COMMA, POINT, SLASH, COLON, OPEN, CLOSE] = [34, 44, 46, 47, 58, 123, 125];

/** The keys of a row, by what they are looked for: which is told by the first letter, and the length for `id` and `input`. */
const [ID, SPLIT, METRICS, LABEL, PREDICTION, ATTRIBUTES, INPUT, TARGET, OUTPUT] = [
  1, 2, 4, 8, 16, 32, 64, 128, 256,
];
const REQUIRED = ID | SPLIT | METRICS;
type Key = { quoted: Uint8Array; bit: number };

const KEYS: readonly (readonly [name: string, bit: number])[] = [
  ['id', ID],
  ['split', SPLIT],
  ['metrics', METRICS],
  ['label', LABEL],
  ['prediction', PREDICTION],
  ['attributes', ATTRIBUTES],
  ['input', INPUT],
  ['target', TARGET],
  ['output', OUTPUT],
];

/** @param runPath which relative picture paths start from */
export function plainImageReader(runPath: string, codec: Codec): PlainImageReader {
  const metrics = membersReader(codec, endOfPlainNumber);
  const attributes = membersReader(codec, endOfAttribute);
  const keys = KEYS.map(([name, bit]): Key => ({ quoted: codec.encode(`"${name}"`), bit }));
  /** In the order of the last row: most rows have the same. */
  const expected: Key[] = [];
  const splits: { written: Uint8Array; split: string }[] = [];
  const image: PlainImage = {
    type: 'plain',
    bytes: new Uint8Array(),
    length: 0,
    end: 0,
    get id() {
      return codec.decode(this.bytes, this.idSpan[0], this.idSpan[1]);
    },
    idSpan: [-1, -1],
    split: '',
    metrics: metrics.members,
    attributes: undefined,
    label: [-1, -1],
    prediction: [-1, -1],
    input: { span: [-1, -1], resolved: undefined },
    target: { span: [-1, -1], resolved: undefined },
    output: { span: [-1, -1], resolved: undefined },
  };

  /** Apart from `keyAt`, so that there is no closure to be made for each key of a row. */
  function otherKeyAt(bytes: Uint8Array, at: number, position: number): Key | undefined {
    const key = keys.find(({ quoted }) => isWord(bytes, at, quoted));
    if (key !== undefined) expected[position] = key;
    return key;
  }

  /** The key at an offset, the `position`th of its row. */
  function keyAt(bytes: Uint8Array, at: number, position: number): Key | undefined {
    const last = expected[position];
    return last !== undefined && isWord(bytes, at, last.quoted) ? last : otherKeyAt(bytes, at, position);
  }

  /** @returns behind the split, or -1 */
  function takeSplit(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > LONGEST_NAME) return -1;
    for (const { written, split } of splits) {
      if (end - start !== written.length || !isWord(bytes, start, written)) continue;
      image.split = split;
      return end + 1;
    }
    image.split = canonicalSplit(codec.decode(bytes, start, end));
    if (splits.length < MOST_SPLITS) splits.push({ written: bytes.slice(start, end), split: image.split });
    return end + 1;
  }

  function takeReference(reference: PlainReference, bytes: Uint8Array, start: number, end: number): void {
    if (isSimple(bytes, start, end)) {
      set(reference.span, start, end);
      return;
    }
    const resolved = resolveReference(codec.decode(bytes, start, end), runPath);
    if (resolved !== undefined) reference.resolved = JSON.stringify(resolved).slice(1, -1);
  }

  function reset(bytes: Uint8Array): void {
    image.bytes = bytes;
    image.attributes = undefined;
    set(image.label, -1, -1);
    set(image.prediction, -1, -1);
    resetReference(image.input);
    resetReference(image.target);
    resetReference(image.output);
  }

  /** @returns behind the value, or -1 */
  function takeValue(bit: number, bytes: Uint8Array, start: number): number {
    if ((bit & REQUIRED) === 0 && isWord(bytes, start, NULL)) return start + NULL.length;
    if (bit === METRICS) return metrics.read(bytes, start);
    if (bit === ATTRIBUTES) {
      image.attributes = attributes.members;
      return attributes.read(bytes, start);
    }
    if (bit === LABEL || bit === PREDICTION) {
      const end = endOfLabel(bytes, start);
      const quote = bytes[start] === QUOTE ? 1 : 0;
      set(bit === LABEL ? image.label : image.prediction, start + quote, end - quote);
      return end;
    }
    const end = endOfPlainString(bytes, start);
    if (end === -1) return -1;
    if (bit === ID) set(image.idSpan, start + 1, end - 1);
    else if (bit === SPLIT) return takeSplit(bytes, start + 1, end - 1);
    else {
      const reference = bit === INPUT ? image.input : bit === TARGET ? image.target : image.output;
      takeReference(reference, bytes, start + 1, end - 1);
    }
    return end;
  }

  return (bytes, start, end) => {
    reset(bytes);
    let at = afterBlanks(bytes, start);
    if (bytes[at] !== OPEN) return undefined;
    let seen = 0;
    for (let position = 0; position === 0 || bytes[at] === COMMA; position += 1) {
      at = afterBlanks(bytes, at + 1);
      const key = keyAt(bytes, at, position);
      if (key === undefined || (seen & key.bit) !== 0) return undefined;
      seen |= key.bit;
      at = afterBlanks(bytes, at + key.quoted.length);
      if (bytes[at] !== COLON) return undefined;
      at = takeValue(key.bit, bytes, afterBlanks(bytes, at + 1));
      if (at === -1) return undefined;
      at = afterBlanks(bytes, at);
    }
    if (bytes[at] !== CLOSE) return undefined;
    image.end = at + 1;
    image.length = image.end - start;
    // A line that ends too early may go on in the next one.
    if (end !== undefined && (at >= end || afterBlanks(bytes, at + 1) < end)) return undefined;
    const isWhole = (seen & REQUIRED) === REQUIRED && isName(image.idSpan) && image.split.length > 0;
    return isWhole ? image : undefined;
  };
}

const word = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const NULL = word('null');
const TRUE = word('true');
const FALSE = word('false');

function isWord(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let n = 0; n < expected.length; n += 1) if (bytes[at + n] !== expected[n]) return false;
  return true;
}

/** Taking lists of two apart, in a loop over a million rows, leaves as many of them to be collected. */
function set(span: Span, start: number, end: number): void {
  span[0] = start;
  span[1] = end;
}

function resetReference(reference: PlainReference): void {
  set(reference.span, -1, -1);
  reference.resolved = undefined;
}

function isName(span: Span): boolean {
  const length = span[1] - span[0];
  return length > 0 && length <= LONGEST_NAME;
}

/** Numbers only as they would be written again: a label is a text. */
function endOfLabel(bytes: Uint8Array, start: number): number {
  if (bytes[start] === QUOTE) return endOfPlainString(bytes, start);
  const end = endOfBoolean(bytes, start);
  return end === -1 ? endOfPlainInteger(bytes, start) : end;
}

function endOfAttribute(bytes: Uint8Array, start: number): number {
  if (bytes[start] === QUOTE) return endOfPlainString(bytes, start);
  const end = endOfBoolean(bytes, start);
  return end === -1 ? endOfPlainNumber(bytes, start) : end;
}

function endOfBoolean(bytes: Uint8Array, start: number): number {
  if (isWord(bytes, start, TRUE)) return start + TRUE.length;
  return isWord(bytes, start, FALSE) ? start + FALSE.length : -1;
}

/** Whether a reference leads from the folder of the run file to where it says, with nothing to be resolved. */
function isSimple(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end || bytes[start] === POINT || bytes[start] === SLASH || bytes[end - 1] === SLASH)
    return false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === COLON) return false;
    if (byte === SLASH && (bytes[at + 1] === SLASH || bytes[at + 1] === POINT)) return false;
  }
  return true;
}
