/**
 * Reads the image rows of which there are millions: all keys known, no escapes in texts, numbers as JSON writes them. What
 * is not like that is left to `parseJson` and `readImage`, which say what it means or what is wrong with it; for what this
 * accepts, both come to the same document (`plain-image.property.test.ts`).
 *
 * Parsing, checking and writing a row by values costs several times what looking through its bytes and copying them does
 * (`npm run bench:pipeline`).
 */

import {
  afterBlanks,
  areBlanks,
  byteAt,
  endOfPlainNumber,
  endOfPlainString,
  isWord,
  wordBytes,
} from '../text/bytes.ts';
import { REFERENCES, SPAN, SPANS_LENGTH, type PlainImage, type ReferenceName } from './plain-image.ts';
import type { Codec } from './shape.ts';
import { canonicalSplit } from '../model/split.ts';
import { membersReader } from './plain-members.ts';
import { resolveReference } from '../formats/runlens/reference.ts';
import { endOfAttribute, endOfSimplePath, endOfWord } from './row-template.ts';
import { createTemplates } from './templates.ts';

/** Reads the row that begins in the bytes at `start`. Where its end is given, nothing but blanks may come before that. */
export type PlainImageReader = (bytes: Uint8Array, start: number, end?: number) => PlainImage | undefined;

const LONGEST_NAME = 1000;

/** They are looked through for every row; a run has few. */
const MOST_SPLITS = 10;

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [34, 44, 58, 123, 125];

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
  const spans = new Int32Array(SPANS_LENGTH);
  const metrics = membersReader(codec, endOfPlainNumber, spans, SPAN.metrics);
  const attributes = membersReader(codec, endOfAttribute, spans, SPAN.attributes);
  const keys = KEYS.map(([name, bit]): Key => ({ quoted: codec.encode(`"${name}"`), bit }));
  /** In the order of the last row: most rows have the same. */
  const expected: Key[] = [];
  const splits: { written: Uint8Array; split: string }[] = [];
  const image: PlainImage = {
    type: 'plain',
    bytes: new Uint8Array(),
    start: 0,
    end: 0,
    isOneLine: false,
    spans,
    get id() {
      return codec.decode(this.bytes, spans[SPAN.id] ?? 0, spans[SPAN.id + 1] ?? 0);
    },
    split: '',
    metrics: metrics.shape(),
    attributes: undefined,
    resolved: undefined,
  };
  const templates = createTemplates(image);

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

  function set(position: number, start: number, end: number): void {
    spans[position] = start;
    spans[position + 1] = end;
  }

  function takeReference(name: ReferenceName, bytes: Uint8Array, start: number, end: number): void {
    if (endOfSimplePath(bytes, start) === end) {
      set(SPAN[name], start, end);
      return;
    }
    const resolved = resolveReference(codec.decode(bytes, start, end), runPath);
    if (resolved !== undefined)
      image.resolved = { ...image.resolved, [name]: JSON.stringify(resolved).slice(1, -1) };
  }

  function reset(): void {
    image.isOneLine = false;
    image.attributes = undefined;
    image.resolved = undefined;
    set(SPAN.label, -1, -1);
    set(SPAN.prediction, -1, -1);
    for (const name of REFERENCES) set(SPAN[name], -1, -1);
  }

  /** @returns behind the value, or -1 */
  function takeValue(bit: number, bytes: Uint8Array, start: number): number {
    if ((bit & REQUIRED) === 0 && isWord(bytes, start, NULL)) return start + NULL.length;
    if (bit === METRICS) return metrics.read(bytes, start);
    if (bit === ATTRIBUTES) {
      const end = attributes.read(bytes, start);
      image.attributes = attributes.shape();
      return end;
    }
    if (bit === LABEL || bit === PREDICTION) {
      const end = endOfLabel(bytes, start);
      const quote = byteAt(bytes, start) === QUOTE ? 1 : 0;
      set(bit === LABEL ? SPAN.label : SPAN.prediction, start + quote, end - quote);
      return end;
    }
    const end = endOfPlainString(bytes, start);
    if (end === -1) return -1;
    if (bit === ID) set(SPAN.id, start + 1, end - 1);
    else if (bit === SPLIT) {
      set(SPAN.split, start + 1, end - 1);
      return takeSplit(bytes, start + 1, end - 1);
    } else
      takeReference(
        bit === INPUT ? 'input' : bit === TARGET ? 'target' : 'output',
        bytes,
        start + 1,
        end - 1,
      );
    return end;
  }

  /** Reads a row whatever the one before was like. @returns behind it, or -1 */
  function readAnew(bytes: Uint8Array, start: number): number {
    reset();
    let at = afterBlanks(bytes, start);
    if (byteAt(bytes, at) !== OPEN) return -1;
    let seen = 0;
    for (let position = 0; position === 0 || byteAt(bytes, at) === COMMA; position += 1) {
      at = afterBlanks(bytes, at + 1);
      const key = keyAt(bytes, at, position);
      if (key === undefined || (seen & key.bit) !== 0) return -1;
      seen |= key.bit;
      at = afterBlanks(bytes, at + key.quoted.length);
      if (byteAt(bytes, at) !== COLON) return -1;
      at = takeValue(key.bit, bytes, afterBlanks(bytes, at + 1));
      if (at === -1) return -1;
      at = afterBlanks(bytes, at);
    }
    image.metrics = metrics.shape();
    return byteAt(bytes, at) === CLOSE && (seen & REQUIRED) === REQUIRED ? at + 1 : -1;
  }

  /** Reads a row that is like the one before. @returns behind it, or -1 */
  function readAlike(bytes: Uint8Array, start: number): number {
    const end = templates.read(bytes, start);
    if (end === -1) return -1;
    image.resolved = undefined;
    return takeSplit(bytes, spans[SPAN.split] as number, spans[SPAN.split + 1] as number) === -1 ? -1 : end;
  }

  return (bytes, start, end) => {
    image.bytes = bytes;
    image.start = start;
    image.end = readAlike(bytes, start);
    if (image.end === -1) {
      image.end = readAnew(bytes, start);
      if (image.end === -1) return undefined;
      templates.learn();
    }
    // A line that ends too early may go on in the next one.
    if (end !== undefined && (image.end > end || !areBlanks(bytes, image.end, end))) return undefined;
    const idLength = (spans[SPAN.id + 1] as number) - (spans[SPAN.id] as number);
    const isNamed = idLength > 0 && idLength <= LONGEST_NAME && image.split.length > 0;
    return isNamed ? image : undefined;
  };
}

const NULL = wordBytes('null');

function endOfLabel(bytes: Uint8Array, start: number): number {
  return byteAt(bytes, start) === QUOTE ? endOfPlainString(bytes, start) : endOfWord(bytes, start);
}
