/** Which copying writes which plain images: found out once for all images of a kind. */

import type { ImageContext } from '../documents/rows.ts';
import type { Codec } from '../text/codec.ts';
import { createCopying, type Copying } from './copying.ts';
import { isOfKind, kindOf, type ImageKind } from './image-kind.ts';
import { imageParts } from './image-parts.ts';
import type { PlainRow } from './plain-row.ts';
import type { Shape } from './shape.ts';

type KnownKind = { kind: ImageKind; copying: Copying };

/** Of images with the same names of metrics and attributes: from then on the kinds of the attributes' values no longer count. */
const MOST_STRICT_KINDS = 64;

/** Of all images: each takes some kilobytes. */
const MOST_KINDS = 3000;

/** @returns what finds the copying for an image */
export function createCopyings(context: ImageContext, codec: Codec): (row: PlainRow) => Copying {
  /** By the names of their metrics, and of their attributes, of which there are many where some are left out. */
  const known = new Map<Shape, Map<Shape | undefined, KnownKind[]>>();
  let count = 0;
  let last: KnownKind | undefined;

  function knownLike({ metrics, attributes }: PlainRow): KnownKind[] {
    if (count >= MOST_KINDS) {
      known.clear();
      count = 0;
    }
    const ofMetrics = known.get(metrics) ?? new Map<Shape | undefined, KnownKind[]>();
    known.set(metrics, ofMetrics);
    const alike = ofMetrics.get(attributes) ?? [];
    ofMetrics.set(attributes, alike);
    return alike;
  }

  return (row) => {
    if (last !== undefined && isOfKind(row, last.kind)) return last.copying;
    const alike = knownLike(row);
    last = alike.find(({ kind }) => isOfKind(row, kind));
    if (last !== undefined) return last.copying;
    const kind = kindOf(row, alike.length < MOST_STRICT_KINDS);
    last = { kind, copying: createCopying(imageParts(kind, row, context, codec), codec) };
    alike.push(last);
    count += 1;
    return last.copying;
  };
}
