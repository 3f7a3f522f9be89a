/**
 * Reads the image rows of which there are millions: all keys known, no escapes in texts, numbers as JSON writes them. What
 * is not like that is left to `parseJson` and `readImage`, which say what it means or what is wrong with it; for what this
 * accepts, both come to the same document (`plain-image.property.test.ts`).
 *
 * Parsing, checking and writing a row by values costs many times what copying its texts does (`npm run bench:pipeline`).
 */

import { afterBlanks, endOfPlainInteger, endOfPlainNumber, endOfPlainString } from '../../json/plain.ts';
import type { PlainImage } from '../../run.ts';
import { createShapes, type Shape, type Shapes } from '../../shape.ts';
import { canonicalSplit } from '../../split.ts';
import { resolveReference } from './reference.ts';

export type PlainImageReader = (text: string) => PlainImage | undefined;

const LONGEST_NAME = 1000;

const [QUOTE, COMMA, COLON, OPEN, CLOSE] = [34, 44, 58, 123, 125];

/** The members of an object: a shape, and the text of each value. */
type Members = { shape: Shape; texts: string[]; end: number };

type ValueEnd = (text: string, start: number) => number;

/** @param runPath which relative picture paths start from */
export function plainImageReader(runPath: string): PlainImageReader {
  const readMetrics = membersReader(createShapes(), endOfPlainNumber);
  const readAttributes = membersReader(createShapes(), endOfAttribute);
  const splits = new Map<string, string>();
  const folder = contentOf(runPath.slice(0, runPath.lastIndexOf('/') + 1));

  function splitOf(written: string): string {
    let split = splits.get(written);
    if (split === undefined) {
      split = canonicalSplit(written);
      if (splits.size < 1000) splits.set(written, split);
    }
    return split;
  }

  function referenceIn(written: string): string | undefined {
    // Nothing in it that would have to be resolved.
    const isSimple =
      written !== '' &&
      !written.includes(':') &&
      !written.includes('//') &&
      !written.includes('/.') &&
      written.charCodeAt(0) !== 47 &&
      written.charCodeAt(0) !== 46 &&
      !written.endsWith('/');
    if (isSimple) return folder + written;
    const resolved = resolveReference(written, runPath);
    return resolved === undefined ? undefined : contentOf(resolved);
  }

  return (text) => {
    let at = afterBlanks(text, 0);
    if (text.charCodeAt(at) !== OPEN) return undefined;
    const image: PlainImage = {
      type: 'plain',
      id: '',
      split: '',
      metrics: undefined as unknown as PlainImage['metrics'],
      label: undefined,
      prediction: undefined,
      attributes: undefined,
      input: undefined,
      target: undefined,
      output: undefined,
    };
    let seen = 0;
    do {
      const start = afterBlanks(text, at + 1);
      const endOfKey = endOfPlainString(text, start);
      if (endOfKey === -1) return undefined;
      const colon = afterBlanks(text, endOfKey);
      if (text.charCodeAt(colon) !== COLON) return undefined;
      const value = afterBlanks(text, colon + 1);
      const key = text.slice(start + 1, endOfKey - 1);
      const bit = BITS.get(key);
      if (bit === undefined || (seen & bit) !== 0) return undefined;
      seen |= bit;
      let end: number;
      if ((bit & REQUIRED) === 0 && text.startsWith('null', value)) end = value + 4;
      else if (bit === METRICS || bit === ATTRIBUTES) {
        const members = (bit === METRICS ? readMetrics : readAttributes)(text, value);
        if (members === undefined) return undefined;
        image[bit === METRICS ? 'metrics' : 'attributes'] = members;
        ({ end } = members);
      } else if (bit === LABEL || bit === PREDICTION) {
        end = endOfLabel(text, value);
        if (end === -1) return undefined;
        const isText = text.charCodeAt(value) === QUOTE;
        image[bit === LABEL ? 'label' : 'prediction'] = isText
          ? text.slice(value + 1, end - 1)
          : text.slice(value, end);
      } else {
        end = endOfPlainString(text, value);
        if (end === -1) return undefined;
        const written = text.slice(value + 1, end - 1);
        if (bit === ID) image.id = written;
        else if (bit === SPLIT) image.split = splitOf(written);
        else if (bit === INPUT) image.input = referenceIn(written);
        else if (bit === TARGET) image.target = referenceIn(written);
        else image.output = referenceIn(written);
      }
      at = afterBlanks(text, end);
    } while (text.charCodeAt(at) === COMMA);
    if (text.charCodeAt(at) !== CLOSE || afterBlanks(text, at + 1) !== text.length) return undefined;
    const isWhole = (seen & REQUIRED) === REQUIRED && isName(image.id) && isName(image.split);
    return isWhole ? image : undefined;
  };
}

const [ID, SPLIT, METRICS, LABEL, PREDICTION, ATTRIBUTES, INPUT, TARGET, OUTPUT] = [
  1, 2, 4, 8, 16, 32, 64, 128, 256,
];
const REQUIRED = ID | SPLIT | METRICS;
const BITS = new Map([
  ['id', ID],
  ['split', SPLIT],
  ['metrics', METRICS],
  ['label', LABEL],
  ['prediction', PREDICTION],
  ['attributes', ATTRIBUTES],
  ['input', INPUT],
  ['target', TARGET],
  ['output', OUTPUT],
]);

/** A text as it stands between the quotes of JSON. */
function contentOf(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function isName(name: string): boolean {
  return name.length > 0 && name.length <= LONGEST_NAME;
}

/** Numbers only as they would be written again: a label is a text. */
function endOfLabel(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return endOfPlainString(text, start);
  const word = endOfWord(text, start);
  return word === -1 ? endOfPlainInteger(text, start) : word;
}

function endOfAttribute(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return endOfPlainString(text, start);
  const word = endOfWord(text, start);
  return word === -1 ? endOfPlainNumber(text, start) : word;
}

function endOfWord(text: string, start: number): number {
  if (text.startsWith('true', start)) return start + 4;
  return text.startsWith('false', start) ? start + 5 : -1;
}

function membersReader(
  shapes: Shapes,
  endOf: ValueEnd,
): (text: string, start: number) => Members | undefined {
  let last: Shape | undefined;

  /** Reads members of the shape that came last: most rows of a run are alike. */
  function readAlike(text: string, start: number, { keys }: Shape): Members | undefined {
    const texts: string[] = [];
    let at = start;
    for (let n = 0; n < keys.length; n += 1) {
      const begin = afterBlanks(text, at + 1);
      const key = keys[n] ?? '';
      if (!text.startsWith(key, begin)) return undefined;
      const value = afterBlanks(text, begin + key.length);
      const end = endOf(text, value);
      if (end === -1) return undefined;
      texts.push(text.slice(value, end));
      at = afterBlanks(text, end);
      if (n < keys.length - 1 && text.charCodeAt(at) !== COMMA) return undefined;
    }
    return text.charCodeAt(at) === CLOSE && last !== undefined
      ? { shape: last, texts, end: at + 1 }
      : undefined;
  }

  return (text, start) => {
    if (text.charCodeAt(start) !== OPEN) return undefined;
    const alike = last !== undefined && last.keys.length > 0 ? readAlike(text, start, last) : undefined;
    if (alike !== undefined) return alike;
    const names: string[] = [];
    const texts: string[] = [];
    let at = afterBlanks(text, start + 1);
    if (text.charCodeAt(at) !== CLOSE) {
      at = start;
      do {
        const begin = afterBlanks(text, at + 1);
        const endOfKey = endOfPlainString(text, begin);
        if (endOfKey === -1) return undefined;
        const colon = afterBlanks(text, endOfKey);
        if (text.charCodeAt(colon) !== COLON) return undefined;
        const value = afterBlanks(text, colon + 1);
        const end = endOf(text, value);
        const name = text.slice(begin + 1, endOfKey - 1);
        if (end === -1 || !isName(name)) return undefined;
        names.push(name);
        texts.push(text.slice(value, end));
        at = afterBlanks(text, end);
      } while (text.charCodeAt(at) === COMMA);
      if (text.charCodeAt(at) !== CLOSE) return undefined;
    }
    const shape = shapes.of(names);
    if (shape === undefined) return undefined;
    last = shape;
    return { shape, texts, end: at + 1 };
  };
}
