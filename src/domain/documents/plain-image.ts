/** The documents of images that are plain: the same as `imageDocument` makes, copied together without values. */

import { safeFieldNames } from '../field-name.ts';
import { isZero } from '../json/bytes.ts';
import type { PlainImage, PlainMembers, PlainReference, Span } from '../plain-image.ts';
import type { Codec, Shape } from '../shape.ts';
import { imageIds } from './ids.ts';
import { rowReference, type ImageContext } from './rows.ts';
import { createTextBuffer } from './text-buffer.ts';

/** A document whose body is JSON in UTF-8. */
export type TextDocument = { index: 'images'; id: string; routing: string; body: Uint8Array };

type MetricFields = { keys: readonly Uint8Array[]; changedNames: string | undefined; primary: number };

/** `pairs`: none where their order depends on the values. */
type AttributeFields = { keys: readonly Uint8Array[]; pairs: readonly PairKey[] | undefined };

/** The `"name=` of a pair, and which member has its value. */
type PairKey = { member: number; key: Uint8Array };

/** What the documents of the images of one split have in common. */
type SplitOf = { encoded: Uint8Array; idOf: (image: string) => string };

/** Besides what a document copies of its row: names, quotes and numbers. */
const FIXED_BYTES = 1000;

const MOST_SPLITS = 1000;

/** @returns what writes the documents of one run */
export function plainImageWriter(context: ImageContext, codec: Codec): (image: PlainImage) => TextDocument {
  const { run, derived, revision, digest, metricFields } = context;
  const reference = rowReference(run, digest);
  const { key } = reference;
  const { encode } = codec;
  const out = createTextBuffer(codec);
  const opening = encode(
    `${JSON.stringify({ project: run.project, run: reference }).slice(0, -1)},"split":"`,
  );
  const closing = encode(`,"revision":${JSON.stringify(revision)}}`);
  const slash = run.source.path.lastIndexOf('/');
  const folder = encode(JSON.stringify(run.source.path.slice(0, slash + 1)).slice(1, -1));
  const fixedBytes = FIXED_BYTES + opening.length + closing.length + 3 * folder.length;
  const metric = derived.primaryImage?.metric;
  const primaryOpening = encode(
    metric === undefined
      ? ',"primary":null'
      : `,"primary":{"metric":${JSON.stringify(metric.name)},"direction":${JSON.stringify(metric.direction ?? null)},"value":`,
  );
  const name = (text: string) => encode(`,"${text}":"`);
  const names = {
    label: name('label'),
    prediction: name('prediction'),
    input: name('input'),
    target: name('target'),
    output: name('output'),
  };
  const splits = new Map<string, SplitOf>();
  const metrics = new Map<Shape, MetricFields>();
  const attributes = new Map<Shape, AttributeFields>();

  function splitOf(split: string): SplitOf {
    const made = { encoded: encode(split), idOf: imageIds(digest, key, split) };
    if (splits.size < MOST_SPLITS) splits.set(split, made);
    return made;
  }

  function metricsOf(shape: Shape): MetricFields {
    const fields = shape.names.map((each) => metricFields.get(each) ?? each);
    const changed = shape.names.flatMap((each, n) => (fields[n] === each ? [] : [[fields[n], each]]));
    const made = {
      keys: keysOf(fields, codec),
      changedNames:
        changed.length === 0 ? undefined : `,"metric_names":${JSON.stringify(Object.fromEntries(changed))}`,
      primary: metric === undefined ? -1 : shape.names.indexOf(metric.name),
    };
    metrics.set(shape, made);
    return made;
  }

  function attributesOf(shape: Shape): AttributeFields {
    const fields = safeFieldNames(shape.names);
    const keys = keysOf(
      shape.names.map((each) => fields.get(each) ?? each),
      codec,
    );
    const made = { keys, pairs: pairKeys(shape.names, codec) };
    attributes.set(shape, made);
    return made;
  }

  function writeQuoted(before: Uint8Array, bytes: Uint8Array, span: Span): void {
    if (span[0] === -1) return;
    out.all(before);
    out.bytes(bytes, span[0], span[1]);
    out.all(QUOTE);
  }

  function writeReference(before: Uint8Array, bytes: Uint8Array, reference: PlainReference): void {
    const { span, resolved } = reference;
    if (resolved === undefined && span[0] === -1) return;
    out.all(before);
    if (resolved === undefined) {
      out.all(folder);
      out.bytes(bytes, span[0], span[1]);
    } else out.text(resolved);
    out.all(QUOTE);
  }

  function writeAttributes(bytes: Uint8Array, members: PlainMembers): void {
    const { keys, pairs } = attributes.get(members.shape) ?? attributesOf(members.shape);
    if (pairs === undefined) out.text(pairsOf(bytes, members, codec));
    else writePairs(bytes, pairs, members.spans);
    out.all(NUMBER);
    writeMembers(bytes, keys, members.spans, true);
    out.all(KEYWORD);
    writeMembers(bytes, keys, members.spans, false);
    out.all(CLOSE_BOTH);
  }

  function writePairs(bytes: Uint8Array, pairs: readonly PairKey[], spans: Int32Array): void {
    let isFirst = true;
    for (const { member, key } of pairs) {
      const start = spans[2 * member] ?? 0;
      const end = spans[2 * member + 1] ?? 0;
      if (isNumber(bytes[start])) continue;
      out.all(isFirst ? PAIRS : COMMA);
      isFirst = false;
      const quote = bytes[start] === QUOTE[0] ? 1 : 0;
      out.all(key);
      out.bytes(bytes, start + quote, end - quote);
      out.all(QUOTE);
    }
    if (!isFirst) out.all(CLOSE_LIST);
  }

  function writeMembers(
    bytes: Uint8Array,
    keys: readonly Uint8Array[],
    spans: Int32Array,
    areNumbers: boolean,
  ): void {
    let isFirst = true;
    for (let n = 0; n < keys.length; n += 1) {
      const start = spans[2 * n] ?? 0;
      if (isNumber(bytes[start]) !== areNumbers) continue;
      if (!isFirst) out.all(COMMA);
      isFirst = false;
      out.all(keys[n] as Uint8Array);
      // A word is told as a text.
      const isBare = !areNumbers && bytes[start] !== 34;
      if (isBare) out.all(QUOTE);
      out.bytes(bytes, start, spans[2 * n + 1] ?? 0);
      if (isBare) out.all(QUOTE);
    }
  }

  function writeMetrics(bytes: Uint8Array, { shape, spans }: PlainMembers): void {
    const { keys, changedNames, primary } = metrics.get(shape) ?? metricsOf(shape);
    for (let n = 0; n < keys.length; n += 1) {
      if (n > 0) out.all(COMMA);
      out.all(keys[n] as Uint8Array);
      out.bytes(bytes, spans[2 * n] ?? 0, spans[2 * n + 1] ?? 0);
    }
    out.all(CLOSE);
    if (changedNames !== undefined) out.text(changedNames);
    out.all(primaryOpening);
    if (metric === undefined) return;
    const start = primary === -1 ? 0 : (spans[2 * primary] ?? 0);
    const end = primary === -1 ? 0 : (spans[2 * primary + 1] ?? 0);
    if (primary === -1) out.all(NULL);
    else out.bytes(bytes, start, end);
    out.all(SCORE);
    if (primary === -1 || metric.direction === undefined) out.all(NULL);
    else if (metric.direction === 'maximize' || isZero(bytes, start, end)) out.bytes(bytes, start, end);
    else if (bytes[start] === MINUS[0]) out.bytes(bytes, start + 1, end);
    else {
      out.all(MINUS);
      out.bytes(bytes, start, end);
    }
    out.all(CLOSE);
  }

  return (image) => {
    const { bytes, label, prediction } = image;
    const split = splits.get(image.split) ?? splitOf(image.split);
    out.begin(fixedBytes + 4 * image.length);
    out.all(opening);
    out.all(split.encoded);
    out.all(ID);
    out.bytes(bytes, image.idSpan[0], image.idSpan[1]);
    out.all(QUOTE);
    writeQuoted(names.label, bytes, label);
    writeQuoted(names.prediction, bytes, prediction);
    if (label[0] !== -1 && prediction[0] !== -1) out.all(isSame(bytes, label, prediction) ? CORRECT : WRONG);
    out.all(ATTRIBUTES);
    if (image.attributes === undefined) out.all(NO_ATTRIBUTES);
    else writeAttributes(bytes, image.attributes);
    out.all(METRICS);
    writeMetrics(bytes, image.metrics);
    writeReference(names.input, bytes, image.input);
    writeReference(names.target, bytes, image.target);
    writeReference(names.output, bytes, image.output);
    out.all(closing);
    return { index: 'images', id: split.idOf(image.id), routing: key, body: out.end() };
  };
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const QUOTE = ascii('"');
const COMMA = ascii(',');
const MINUS = ascii('-');
const CLOSE = ascii('}');
const CLOSE_BOTH = ascii('}}');
const NULL = ascii('null');
const ID = ascii('","id":"');
const CORRECT = ascii(',"is_correct":true');
const WRONG = ascii(',"is_correct":false');
const ATTRIBUTES = ascii(',"attributes":{');
const NO_ATTRIBUTES = ascii('"number":{},"keyword":{}}');
const PAIRS = ascii('"pairs":[');
const CLOSE_LIST = ascii('],');
const NUMBER = ascii('"number":{');
const KEYWORD = ascii('},"keyword":{');
const METRICS = ascii(',"metrics":{');
const SCORE = ascii(',"score":');

/** A plain value that is no text and no word. */
function isNumber(first: number | undefined): boolean {
  return first === 45 || (first !== undefined && first >= 48 && first <= 57);
}

function isSame(bytes: Uint8Array, one: Span, other: Span): boolean {
  const length = one[1] - one[0];
  if (length !== other[1] - other[0]) return false;
  for (let n = 0; n < length; n += 1) if (bytes[one[0] + n] !== bytes[other[0] + n]) return false;
  return true;
}

/** In the order of the sorted pairs, whatever their values are. */
function pairKeys(names: readonly string[], { encode }: Codec): PairKey[] | undefined {
  const sorted = names.map((name, member) => ({ member, text: `${name}=` }));
  sorted.sort((one, other) => (one.text < other.text ? -1 : 1));
  // What begins with a text comes right behind it.
  if (sorted.some(({ text }, n) => sorted[n + 1]?.text.startsWith(text) === true)) return undefined;
  return sorted.map(({ member, text }) => ({ member, key: encode(`"${text}`) }));
}

/** `name=value` of each, sorted; numbers are left out, each would be a group of its own. */
function pairsOf(bytes: Uint8Array, { shape, spans }: PlainMembers, { decode }: Codec): string {
  const pairs: string[] = [];
  for (let n = 0; n < shape.names.length; n += 1) {
    const [start, end] = [spans[2 * n] ?? 0, spans[2 * n + 1] ?? 0];
    if (isNumber(bytes[start])) continue;
    const quote = bytes[start] === 34 ? 1 : 0;
    pairs.push(`${shape.names[n] ?? ''}=${decode(bytes, start + quote, end - quote)}`);
  }
  return pairs.length === 0 ? '' : `"pairs":["${pairs.toSorted().join('","')}"],`;
}

function keysOf(fields: readonly string[], { encode }: Codec): Uint8Array[] {
  return fields.map((field) => encode(`${JSON.stringify(field)}:`));
}
