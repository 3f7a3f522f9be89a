/** What decides how the document of a plain image is put together: images of one kind differ in nothing but what is copied. */

import { REFERENCES, SPAN, type PlainRow } from './plain-row.ts';
import type { Shape } from './shape.ts';

export type ImageKind = {
  metrics: Shape;
  attributes: Shape | undefined;
  resolved: string;
  /** Of the label, the prediction and the references: which are there. */
  present: number;
  /** Of each attribute, what kind of value it has; none where they may have any. */
  values: Uint8Array | undefined;
};

/** The kinds of values that attributes have, by how they begin. */
export const [NUMBER, TEXT, WORD] = [0, 1, 2];

const [QUOTE, MINUS, ZERO, NINE] = [34, 45, 48, 57];

const OPTIONAL = [SPAN.label, SPAN.prediction, ...REFERENCES.map((name) => SPAN[name])];

/** @param isStrict whether the kinds of the attributes' values count */
export function kindOf(image: PlainRow, isStrict: boolean): ImageKind {
  const { bytes, spans, metrics, attributes, resolved } = image;
  const names = attributes?.names ?? [];
  return {
    metrics,
    attributes,
    resolved: resolvedNames(resolved),
    present: presentIn(spans),
    values: isStrict
      ? Uint8Array.from(names, (_, n) => valueKind(bytes[spans[SPAN.attributes + 2 * n] ?? 0]))
      : undefined,
  };
}

export function isOfKind(
  { bytes, spans, metrics, attributes, resolved }: PlainRow,
  kind: ImageKind,
): boolean {
  if (metrics !== kind.metrics || attributes !== kind.attributes) return false;
  if (presentIn(spans) !== kind.present || resolvedNames(resolved) !== kind.resolved) return false;
  const { values } = kind;
  if (values === undefined) return true;
  for (let n = 0; n < values.length; n += 1)
    if (valueKind(bytes[spans[SPAN.attributes + 2 * n] as number]) !== values[n]) return false;
  return true;
}

/** Of the value that begins with this byte. */
export function valueKind(first = 0): number {
  if (first === QUOTE) return TEXT;
  return first === MINUS || (first >= ZERO && first <= NINE) ? NUMBER : WORD;
}

function resolvedNames(resolved: PlainRow['resolved']): string {
  return resolved === undefined ? '' : Object.keys(resolved).join(' ');
}

function presentIn(spans: Int32Array): number {
  let present = 0;
  for (let n = 0; n < OPTIONAL.length; n += 1) if (spans[OPTIONAL[n] as number] !== -1) present |= 1 << n;
  return present;
}
