/** The document of a plain image, in parts: what is the same in all documents of its kind, and what is copied from its row. */

import { safeFieldNames } from '../model/field-name.ts';
import type { EffectiveMetric } from '../judging/definition.ts';
import { REFERENCES, SPAN, type PlainRow } from './plain-row.ts';
import type { Codec } from '../text/codec.ts';
import type { Shape } from './shape.ts';
import type { Part } from './copying.ts';
import { NUMBER, TEXT, valueKind, type ImageKind } from './image-kind.ts';
import { rowReference, type ImageContext } from '../documents/rows.ts';

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** Its document, with a step for each value of its row. */
export function imageParts(
  kind: ImageKind,
  { spans, resolved }: PlainRow,
  context: ImageContext,
  codec: Codec,
): Part[] {
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

function attributePosition(n: number): number {
  return SPAN.attributes + 2 * n;
}

function attributeParts({ attributes, values }: ImageKind, codec: Codec): Part[] {
  const names = attributes?.names ?? [];
  if (values === undefined) return [{ type: 'text', of: attributesWriter(names, codec) }];
  const fields = fieldsOf(names);
  const ordinals = names.map((_, n) => n);
  const numbers = ordinals.filter((n) => values[n] === NUMBER);
  const keywords = ordinals.filter((n) => values[n] !== NUMBER);
  const text = (n: number) => copy(attributePosition(n), values[n] === TEXT ? 1 : 0);
  return [
    ...(keywords.length === 0 ? [] : ['"pairs":[', ...pairParts(keywords, names, text, codec), '],']),
    '"number":{',
    ...list(numbers, (n) => [fields[n] ?? '', copy(attributePosition(n))]),
    '},"keyword":{',
    ...list(keywords, (n) => [fields[n] ?? '', '"', text(n), '"']),
    '}',
  ];
}

/** The attributes' names as keys of an object. */
function fieldsOf(names: readonly string[]): string[] {
  const fields = safeFieldNames(names);
  return names.map((name) => `${json(fields.get(name) ?? name)}:`);
}

/** The same for attributes whose values are a number in one row and a text in another: they are of too many kinds. */
function attributesWriter(names: readonly string[], { decode }: Codec): (image: PlainRow) => string {
  const fields = fieldsOf(names);
  return ({ bytes, spans }) => {
    const pairs: string[] = [];
    const numbers: string[] = [];
    const keywords: string[] = [];
    for (const [n, name] of names.entries()) {
      const start = spans[attributePosition(n)] ?? 0;
      const kind = valueKind(bytes[start]);
      const trim = kind === TEXT ? 1 : 0;
      const value = decode(bytes, start + trim, (spans[attributePosition(n) + 1] ?? 0) - trim);
      if (kind === NUMBER) numbers.push(`${fields[n]}${value}`);
      else {
        pairs.push(`${name}=${value}`);
        keywords.push(`${fields[n]}"${value}"`);
      }
    }
    const opening = pairs.length === 0 ? '' : `"pairs":["${pairs.toSorted().join('","')}"],`;
    return `${opening}"number":{${numbers.join(',')}},"keyword":{${keywords.join(',')}}`;
  };
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
  // A text comes right after the text that it begins with. Only then does their order depend on the values.
  if (!sorted.some((pair, n) => sorted[n + 1]?.text.startsWith(pair.text) === true))
    return list(
      sorted.map(({ n }) => n),
      (n) => [`"${names[n] ?? ''}=`, text(n), '"'],
    );
  function pairOf(n: number, { bytes, spans }: PlainRow): string {
    const { position, trim } = text(n);
    const value = decode(bytes, (spans[position] ?? 0) + trim, (spans[position + 1] ?? 0) - trim);
    return `${names[n] ?? ''}=${value}`;
  }
  const of = (image: PlainRow) =>
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

/** The parts of several values, with commas between them. */
function list(ordinals: readonly number[], partsOfOne: (n: number) => Part[]): Part[] {
  return ordinals.flatMap((n, position) => (position === 0 ? partsOfOne(n) : [',', ...partsOfOne(n)]));
}
