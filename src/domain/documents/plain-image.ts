/** The documents of images that are plain: the same as `imageDocument` makes, copied together without values. */

import { safeFieldNames } from '../field-name.ts';
import type { EffectiveMetric } from '../metrics/definition.ts';
import { REFERENCES, SPAN, type PlainImage } from '../plain-image.ts';
import type { Codec, Shape } from '../shape.ts';
import { createCopying, type Copying, type Part } from './copying.ts';
import { imageIds, readableImageIds } from './ids.ts';
import { append, reserve, type GrowingBytes, type RowWriter } from './growing-bytes.ts';
import { rowReference, type ImageContext } from './rows.ts';

/** What the images of one split have in common: `"` and all of their ids that is before their own, or -1 bytes of them. */
type SplitOf = {
  name: Uint8Array;
  opening: Uint8Array;
  longest: number;
  idOf: (image: string) => string;
};

/** What decides how documents are put together. */
type Kind = {
  metrics: Shape;
  attributes: Shape | undefined;
  resolved: string;
  /** Of the label, the prediction and the references: which are there. */
  present: number;
  /** Of each attribute, what kind of value it has. */
  values: Uint8Array;
};

type KnownKind = { kind: Kind; copying: Copying };

const MOST_SPLITS = 1000;
/** Of images whose attributes have the same names. */
const MOST_KINDS = 20;

const [QUOTE, MINUS, ZERO, NINE, TILDE] = [34, 45, 48, 57, 126];

const OPTIONAL = [SPAN.label, SPAN.prediction, ...REFERENCES.map((name) => SPAN[name])];

/** The kinds of values that attributes have, by how they begin. */
const [NUMBER, TEXT, WORD] = [0, 1, 2];

/** @returns what writes a row of one run: until the next one is asked for */
export function plainImageWriter(context: ImageContext, codec: Codec): (image: PlainImage) => RowWriter {
  const { run, digest } = context;
  const { key } = rowReference(run, digest);
  const splits = new Map<string, SplitOf>();
  /** By the shape of their attributes, of which there are many where some are left out. */
  const known = new Map<Shape | undefined, KnownKind[]>();
  let last: KnownKind | undefined;
  let image: PlainImage;
  let split: SplitOf;

  function splitOf(name: string): SplitOf {
    const { opening, longest } = readableImageIds(key, name);
    const made = {
      name: codec.encode(JSON.stringify(name).slice(1, -1)),
      opening: codec.encode(`"${opening}`),
      longest,
      idOf: imageIds(digest, key, name),
    };
    if (splits.size < MOST_SPLITS) splits.set(name, made);
    return made;
  }

  function copyingOf(of: PlainImage): Copying {
    if (last !== undefined && isOfKind(of, last.kind)) return last.copying;
    const alike = known.get(of.attributes) ?? [];
    last = alike.find(({ kind }) => isOfKind(of, kind));
    if (last !== undefined) return last.copying;
    const kind = kindOf(of);
    last = { kind, copying: createCopying(partsOf(kind, of, context, codec), codec) };
    if (alike.length === MOST_KINDS) alike.shift();
    alike.push(last);
    known.set(of.attributes, alike);
    return last.copying;
  }

  function writeId(into: GrowingBytes): void {
    const { bytes, spans } = image;
    const start = spans[SPAN.id] as number;
    const end = spans[SPAN.id + 1] as number;
    const { opening, longest } = split;
    if (end - start > longest) return writeOtherId(into);
    const target = reserve(into, opening.length + end - start + 1);
    let at = into.length;
    for (let n = 0; n < opening.length; n += 1) target[at + n] = opening[n] as number;
    at += opening.length;
    for (let n = start; n < end; n += 1, at += 1) {
      const byte = bytes[n] as number;
      if (byte > TILDE) return writeOtherId(into);
      target[at] = byte;
    }
    target[at] = QUOTE;
    into.length = at + 1;
  }

  function writeOtherId(into: GrowingBytes): void {
    append(into, codec.encode(JSON.stringify(split.idOf(image.id))));
  }

  const writer: RowWriter = {
    id: writeId,
    document: (into) => copyingOf(image).write(image, split.name, into),
  };
  return (next) => {
    image = next;
    split = splits.get(next.split) ?? splitOf(next.split);
    return writer;
  };
}

function kindOf({ bytes, spans, metrics, attributes, resolved }: PlainImage): Kind {
  const names = attributes?.names ?? [];
  return {
    metrics,
    attributes,
    resolved: resolvedNames(resolved),
    present: presentIn(spans),
    values: Uint8Array.from(names, (_, n) => valueKind(bytes[spans[SPAN.attributes + 2 * n] ?? 0])),
  };
}

function isOfKind({ bytes, spans, metrics, attributes, resolved }: PlainImage, kind: Kind): boolean {
  if (metrics !== kind.metrics || attributes !== kind.attributes) return false;
  if (presentIn(spans) !== kind.present || resolvedNames(resolved) !== kind.resolved) return false;
  const { values } = kind;
  for (let n = 0; n < values.length; n += 1)
    if (valueKind(bytes[spans[SPAN.attributes + 2 * n] as number]) !== values[n]) return false;
  return true;
}

function resolvedNames(resolved: PlainImage['resolved']): string {
  return resolved === undefined ? '' : Object.keys(resolved).join(' ');
}

function presentIn(spans: Int32Array): number {
  let present = 0;
  for (let n = 0; n < OPTIONAL.length; n += 1) if (spans[OPTIONAL[n] as number] !== -1) present |= 1 << n;
  return present;
}

function valueKind(first = 0): number {
  if (first === QUOTE) return TEXT;
  return first === MINUS || (first >= ZERO && first <= NINE) ? NUMBER : WORD;
}

const json = (value: unknown): string => JSON.stringify(value);

/** Its document, with steps where the values of its row stand. */
function partsOf(kind: Kind, { spans, resolved }: PlainImage, context: ImageContext, codec: Codec): Part[] {
  const { run, revision, digest } = context;
  const slash = run.source.path.lastIndexOf('/');
  const folder = json(run.source.path.slice(0, slash + 1)).slice(1, -1);
  const quoted = (name: string, position: number, before = ''): Part[] =>
    spans[position] === -1 ? [] : [`,"${name}":"${before}`, copy(position), '"'];
  const hasBoth = spans[SPAN.label] !== -1 && spans[SPAN.prediction] !== -1;
  return [
    `${json({ project: run.project, run: rowReference(run, digest) }).slice(0, -1)},"split":"`,
    { type: 'split' },
    '","id":"',
    copy(SPAN.id),
    '"',
    ...quoted('label', SPAN.label),
    ...quoted('prediction', SPAN.prediction),
    ...(hasBoth ? [',"is_correct":', { type: 'correct' } as const] : []),
    ',"attributes":{',
    ...attributeParts(kind, codec),
    '},"metrics":{',
    ...metricParts(kind.metrics, context),
    ...REFERENCES.flatMap((name): Part[] =>
      resolved?.[name] === undefined
        ? quoted(name, SPAN[name], folder)
        : [`,"${name}":"`, { type: 'text', of: (image) => image.resolved?.[name] ?? '' }, '"'],
    ),
    `,"revision":${json(revision)}}`,
  ];
}

type Copy = Exclude<Part, string> & { type: 'copy' };

function copy(position: number, trim: 0 | 1 = 0): Copy {
  return { type: 'copy', position, trim };
}

const attributePosition = (n: number): number => SPAN.attributes + 2 * n;

function attributeParts({ attributes, values }: Kind, codec: Codec): Part[] {
  const names = attributes?.names ?? [];
  const fields = safeFieldNames(names);
  const ordinals = names.map((_, n) => n);
  const numbers = ordinals.filter((n) => values[n] === NUMBER);
  const keywords = ordinals.filter((n) => values[n] !== NUMBER);
  const field = (n: number) => `${json(fields.get(names[n] ?? '') ?? names[n])}:`;
  const text = (n: number) => copy(attributePosition(n), values[n] === TEXT ? 1 : 0);
  return [
    ...(keywords.length === 0 ? [] : ['"pairs":[', ...pairParts(keywords, names, text, codec), '],']),
    '"number":{',
    ...list(numbers, (n) => [field(n), copy(attributePosition(n))]),
    '},"keyword":{',
    ...list(keywords, (n) => [field(n), '"', text(n), '"']),
    '}',
  ];
}

/** `name=value` of each, sorted; numbers are left out, each would be a group of its own. */
function pairParts(
  keywords: readonly number[],
  names: readonly string[],
  text: (n: number) => Copy,
  { decode }: Codec,
): Part[] {
  const sorted = keywords.map((n) => ({ n, text: `${names[n] ?? ''}=` }));
  sorted.sort((one, other) => (one.text < other.text ? -1 : 1));
  // What begins with a text comes right behind it. Only then their order depends on the values.
  if (!sorted.some((pair, n) => sorted[n + 1]?.text.startsWith(pair.text) === true))
    return list(
      sorted.map(({ n }) => n),
      (n) => [`"${names[n] ?? ''}=`, text(n), '"'],
    );
  const pairOf = (n: number, { bytes, spans }: PlainImage): string => {
    const { position, trim } = text(n);
    const value = decode(bytes, (spans[position] ?? 0) + trim, (spans[position + 1] ?? 0) - trim);
    return `${names[n] ?? ''}=${value}`;
  };
  const of = (image: PlainImage) =>
    `"${keywords
      .map((n) => pairOf(n, image))
      .toSorted()
      .join('","')}"`;
  return [{ type: 'text', of }];
}

function metricParts({ names }: Shape, { derived, metricFields }: ImageContext): Part[] {
  const fields = names.map((name) => metricFields.get(name) ?? name);
  const changed = names.flatMap((name, n) => (fields[n] === name ? [] : [[fields[n], name]]));
  const metric = derived.primaryImage?.metric;
  return [
    ...list(
      names.map((_, n) => n),
      (n) => [`${json(fields[n])}:`, copy(SPAN.metrics + 2 * n)],
    ),
    '}',
    changed.length === 0 ? '' : `,"metric_names":${json(Object.fromEntries(changed))}`,
    ',"primary":',
    ...(metric === undefined ? ['null'] : primaryParts(metric, names.indexOf(metric.name))),
  ];
}

/** @param n which of the image's metrics it is; -1 where the image has no such metric */
function primaryParts({ name, direction }: EffectiveMetric, n: number): Part[] {
  const position = SPAN.metrics + 2 * n;
  const value: Part = n === -1 ? 'null' : copy(position);
  const score: Part =
    n === -1 || direction === undefined
      ? 'null'
      : direction === 'maximize'
        ? copy(position)
        : { type: 'negate', position };
  return [
    `{"metric":${json(name)},"direction":${json(direction ?? null)},"value":`,
    value,
    ',"score":',
    score,
    '}',
  ];
}

/** What stands between commas. */
function list(ordinals: readonly number[], partsOfOne: (n: number) => Part[]): Part[] {
  return ordinals.flatMap((n, position) => (position === 0 ? partsOfOne(n) : [',', ...partsOfOne(n)]));
}
