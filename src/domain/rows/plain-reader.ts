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
import { createKeys, keyAt, REQUIRED_KEYS, type Key, type Keys } from './keys.ts';
import { ROW, type PlainImage } from './plain-image.ts';
import { createMembers, readMembers, type Members } from './plain-members.ts';
import {
  LONGEST_NAME,
  REFERENCES,
  SPAN,
  SPANS_LENGTH,
  type PlainRow,
  type ReferenceName,
} from './plain-row.ts';
import { endOfAttribute, endOfSimplePath, endOfWord } from './plain-values.ts';
import { createSplitReader, type SplitReader } from './splits.ts';

/** Reads the row that begins in the bytes at `start`; undefined where its values are needed. */
export type PlainReader = (bytes: Uint8Array, start: number) => PlainImage | undefined;

/** What the reader of one run has learned, and the row that it read last. */
type State = {
  row: PlainRow;
  keys: Keys;
  metrics: Members;
  attributes: Members;
  splitAt: SplitReader;
  runPath: string;
  codec: Codec;
};

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [34, 44, 58, 123, 125];

const NULL = wordBytes('null');

/** @param runPath which relative picture paths start from */
export function createPlainReader(runPath: string, codec: Codec): PlainReader {
  const spans = new Int32Array(SPANS_LENGTH);
  const metrics = createMembers({ spans, first: SPAN.metrics, endOf: endOfPlainNumber }, codec);
  const attributes = createMembers({ spans, first: SPAN.attributes, endOf: endOfAttribute }, codec);
  const row: PlainRow = {
    bytes: new Uint8Array(),
    start: 0,
    end: 0,
    spans,
    split: '',
    metrics: metrics.shape,
    attributes: undefined,
    resolved: undefined,
  };
  const keys = createKeys(codec);
  const state: State = { row, keys, metrics, attributes, splitAt: createSplitReader(codec), runPath, codec };
  const image = imageOf(row, codec);
  return (bytes, start) => (readRow(state, bytes, start) ? image : undefined);
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

/** @returns whether it is plain */
function readRow(state: State, bytes: Uint8Array, start: number): boolean {
  const { row, metrics } = state;
  const { spans } = row;
  row.bytes = bytes;
  row.start = start;
  reset(row);
  row.end = readKeys(state, bytes, start);
  if (row.end === -1) return false;
  row.metrics = metrics.shape;
  const idLength = (spans[SPAN.id + 1] as number) - (spans[SPAN.id] as number);
  const [split, endOfSplit] = [spans[SPAN.split] as number, spans[SPAN.split + 1] as number];
  if (idLength === 0 || idLength > LONGEST_NAME || endOfSplit - split > LONGEST_NAME) return false;
  row.split = state.splitAt(bytes, split, endOfSplit);
  return row.split.length > 0;
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

/** @returns the offset after the row, or -1 where it is not plain */
function readKeys(state: State, bytes: Uint8Array, start: number): number {
  let at = afterBlanks(bytes, start);
  if (byteAt(bytes, at) !== OPEN) return -1;
  let seen = 0;
  for (let position = 0; position === 0 || byteAt(bytes, at) === COMMA; position += 1) {
    at = afterBlanks(bytes, at + 1);
    const key = keyAt(state.keys, bytes, at, position);
    if (key === undefined || (seen & key.bit) !== 0) return -1;
    seen |= key.bit;
    at = afterBlanks(bytes, at + key.quoted.length);
    if (byteAt(bytes, at) !== COLON) return -1;
    at = readValue(state, key, bytes, afterBlanks(bytes, at + 1));
    if (at === -1) return -1;
    at = afterBlanks(bytes, at);
  }
  return byteAt(bytes, at) === CLOSE && (seen & REQUIRED_KEYS) === REQUIRED_KEYS ? at + 1 : -1;
}

/** @returns the offset after the value, or -1 where it is not plain */
function readValue(state: State, key: Key, bytes: Uint8Array, start: number): number {
  const { row, metrics, attributes } = state;
  if ((key.bit & REQUIRED_KEYS) === 0 && isWord(bytes, start, NULL)) return start + NULL.length;
  switch (key.name) {
    case 'id':
    case 'split':
      return readString(row, key, bytes, start);
    case 'label':
    case 'prediction':
      return byteAt(bytes, start) === QUOTE
        ? readString(row, key, bytes, start)
        : readWord(row, key, bytes, start);
    case 'metrics':
      return readMembers(metrics, bytes, start);
    case 'attributes': {
      const end = readMembers(attributes, bytes, start);
      row.attributes = attributes.shape;
      return end;
    }
    case 'input':
    case 'target':
    case 'output':
      break;
  }
  return readReference(state, key.name, bytes, start);
}

function readString(row: PlainRow, { position }: Key, bytes: Uint8Array, start: number): number {
  const end = endOfPlainString(bytes, start);
  setSpan(row, position, start + 1, end - 1);
  return end;
}

function readWord(row: PlainRow, { position }: Key, bytes: Uint8Array, start: number): number {
  const end = endOfWord(bytes, start);
  setSpan(row, position, start, end);
  return end;
}

/** Most paths lead from the folder of the run file to where they say, and need not be resolved. */
function readReference(state: State, name: ReferenceName, bytes: Uint8Array, start: number): number {
  const { row, runPath, codec } = state;
  if (byteAt(bytes, start) !== QUOTE) return -1;
  const simple = endOfSimplePath(bytes, start + 1);
  if (simple !== -1) {
    setSpan(row, SPAN[name], start + 1, simple);
    return simple + 1;
  }
  const end = endOfPlainString(bytes, start);
  const resolved =
    end === -1 ? undefined : resolveReference(codec.decode(bytes, start + 1, end - 1), runPath);
  if (resolved !== undefined)
    row.resolved = { ...row.resolved, [name]: JSON.stringify(resolved).slice(1, -1) };
  return end;
}
