/**
 * Reads the image rows of which there are millions: all keys known, no escapes in strings, numbers as JSON writes them. Any
 * other row is left to `row-values.ts`; for what this accepts, both come to the same document
 * (`plain-image.property.test.ts`).
 *
 * Parsing, checking and writing a row by its values costs several times as much as looking through its bytes and copying
 * them (`npm run bench:pipeline`).
 */

import { resolveReference } from '../model/reference.ts';
import { afterBlanks, byteAt, endOfPlainNumber, endOfPlainString, isWord, wordBytes } from '../text/bytes.ts';
import type { Codec } from '../text/codec.ts';
import { createKeyReader, KEY, REQUIRED_KEYS } from './keys.ts';
import { ROW, type PlainImage } from './plain-image.ts';
import { membersReader, type MembersReader } from './plain-members.ts';
import {
  LONGEST_NAME,
  REFERENCES,
  SPAN,
  SPANS_LENGTH,
  type PlainRow,
  type ReferenceName,
} from './plain-row.ts';
import { endOfAttribute, endOfSimplePath, endOfWord } from './plain-values.ts';
import { createSplitReader } from './splits.ts';

/** Reads the row that begins in the bytes at `start`; undefined where its values are needed. */
export type PlainReader = (bytes: Uint8Array, start: number) => PlainImage | undefined;

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [34, 44, 58, 123, 125];

const NULL = wordBytes('null');

/** @param runPath which relative picture paths start from */
export function createPlainReader(runPath: string, codec: Codec): PlainReader {
  const spans = new Int32Array(SPANS_LENGTH);
  const metrics = membersReader({ spans, first: SPAN.metrics, endOf: endOfPlainNumber }, codec);
  const attributes = membersReader({ spans, first: SPAN.attributes, endOf: endOfAttribute }, codec);
  const keyAt = createKeyReader(codec);
  const splitAt = createSplitReader(codec);
  const row: PlainRow = {
    bytes: new Uint8Array(),
    start: 0,
    end: 0,
    spans,
    split: '',
    metrics: metrics.shape(),
    attributes: undefined,
    resolved: undefined,
  };
  const takeValue = valueTaker(row, { metrics, attributes }, runPath, codec);

  /** Reads a row by its keys. @returns the offset after it, or -1 */
  function readKeys(bytes: Uint8Array, start: number): number {
    reset(row);
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
    row.metrics = metrics.shape();
    return byteAt(bytes, at) === CLOSE && (seen & REQUIRED_KEYS) === REQUIRED_KEYS ? at + 1 : -1;
  }

  const image = imageOf(row, codec);
  return (bytes, start) => {
    row.bytes = bytes;
    row.start = start;
    row.end = readKeys(bytes, start);
    if (row.end === -1) return undefined;
    const idLength = (spans[SPAN.id + 1] as number) - (spans[SPAN.id] as number);
    const splitLength = (spans[SPAN.split + 1] as number) - (spans[SPAN.split] as number);
    if (idLength === 0 || idLength > LONGEST_NAME || splitLength > LONGEST_NAME) return undefined;
    row.split = splitAt(bytes, spans[SPAN.split] as number, spans[SPAN.split + 1] as number);
    return row.split.length > 0 ? image : undefined;
  };
}

function imageOf(row: PlainRow, { decode }: Codec): PlainImage {
  return {
    type: 'plain',
    list: 'images',
    get id() {
      return decode(row.bytes, row.spans[SPAN.id] as number, row.spans[SPAN.id + 1] as number);
    },
    get split() {
      return row.split;
    },
    get metricNames() {
      return row.metrics.names;
    },
    [ROW]: row,
  };
}

function reset(row: PlainRow): void {
  row.attributes = undefined;
  row.resolved = undefined;
  setSpan(row, SPAN.label, -1, -1);
  setSpan(row, SPAN.prediction, -1, -1);
  for (const name of REFERENCES) setSpan(row, SPAN[name], -1, -1);
}

function setSpan({ spans }: PlainRow, position: number, start: number, end: number): void {
  spans[position] = start;
  spans[position + 1] = end;
}

type TakeValue = (key: number, bytes: Uint8Array, start: number) => number;

/** @returns what puts the value of a key into the row, and gives the offset after it, or -1 where it is not plain */
function valueTaker(
  row: PlainRow,
  { metrics, attributes }: Record<'metrics' | 'attributes', MembersReader>,
  runPath: string,
  codec: Codec,
): TakeValue {
  function takeString(key: number, bytes: Uint8Array, start: number): number {
    const end = endOfPlainString(bytes, start);
    if (end === -1) return -1;
    if (key === KEY.id) setSpan(row, SPAN.id, start + 1, end - 1);
    else if (key === KEY.split) setSpan(row, SPAN.split, start + 1, end - 1);
    else takeReference(referenceOf(key), start + 1, end - 1);
    return end;
  }

  function takeReference(name: ReferenceName, start: number, end: number): void {
    if (endOfSimplePath(row.bytes, start) === end) {
      setSpan(row, SPAN[name], start, end);
      return;
    }
    const resolved = resolveReference(codec.decode(row.bytes, start, end), runPath);
    if (resolved !== undefined)
      row.resolved = { ...row.resolved, [name]: JSON.stringify(resolved).slice(1, -1) };
  }

  return (key, bytes, start) => {
    if ((key & REQUIRED_KEYS) === 0 && isWord(bytes, start, NULL)) return start + NULL.length;
    if (key === KEY.metrics) return metrics.read(bytes, start);
    if (key === KEY.attributes) {
      const end = attributes.read(bytes, start);
      row.attributes = attributes.shape();
      return end;
    }
    if (key !== KEY.label && key !== KEY.prediction) return takeString(key, bytes, start);
    const quote = byteAt(bytes, start) === QUOTE ? 1 : 0;
    const end = quote === 1 ? endOfPlainString(bytes, start) : endOfWord(bytes, start);
    setSpan(row, key === KEY.label ? SPAN.label : SPAN.prediction, start + quote, end - quote);
    return end;
  };
}

function referenceOf(key: number): ReferenceName {
  if (key === KEY.input) return 'input';
  return key === KEY.target ? 'target' : 'output';
}
