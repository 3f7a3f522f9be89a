/** The documents of images that are plain: the same as `imageDocument` makes, copied together without values. */

import { ROW, type PlainImage } from './plain-image.ts';
import { SPAN, type PlainRow } from './plain-row.ts';
import type { Codec } from '../text/codec.ts';
import type { Shape } from './shape.ts';
import { createCopying, type Copying } from './copying.ts';
import { imageIds, readableImageIds } from '../documents/ids.ts';
import { isOfKind, kindOf, type ImageKind } from './image-kind.ts';
import { imageParts } from './image-parts.ts';
import { append, reserve, type GrowingBytes } from '../text/growing-bytes.ts';
import { rowReference, type ImageContext } from '../documents/rows.ts';

/** What writes one row: its id as a JSON string, and its document as JSON. */
export type RowWriter = { id: (into: GrowingBytes) => void; document: (into: GrowingBytes) => void };

/** What the images of one split have in common. */
type SplitOf = {
  name: Uint8Array;
  /** `"`, and what stands before an image's own id where that is readable; `longest`: how long that may be, -1 where none may. */
  opening: Uint8Array;
  longest: number;
  idOf: (image: string) => string;
};

type KnownKind = { kind: ImageKind; copying: Copying };

const MOST_SPLITS = 1000;

/** Of images with the same names of metrics and attributes: from then on the kinds of the attributes' values no longer count. */
const MOST_STRICT_KINDS = 64;

/** Of all images: each takes some kilobytes. */
const MOST_KINDS = 3000;

const [QUOTE, TILDE] = [34, 126];

/** @returns what writes a row of one run: until the next one is asked for */
export function plainImageWriter(context: ImageContext, codec: Codec): (image: PlainImage) => RowWriter {
  const { run, digest } = context;
  const { key } = rowReference(run, digest);
  const splits = new Map<string, SplitOf>();
  /** By the names of their metrics, and of their attributes, of which there are many where some are left out. */
  const known = new Map<Shape, Map<Shape | undefined, KnownKind[]>>();
  let count = 0;
  let last: KnownKind | undefined;
  let image: PlainImage;
  let row: PlainRow;
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

  function copyingOf(of: PlainRow): Copying {
    if (last !== undefined && isOfKind(of, last.kind)) return last.copying;
    const alike = knownLike(of);
    last = alike.find(({ kind }) => isOfKind(of, kind));
    if (last !== undefined) return last.copying;
    const kind = kindOf(of, alike.length < MOST_STRICT_KINDS);
    last = { kind, copying: createCopying(imageParts(kind, of, context, codec), codec) };
    alike.push(last);
    count += 1;
    return last.copying;
  }

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

  function writeId(into: GrowingBytes): void {
    const { bytes, spans } = row;
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
    document: (into) => copyingOf(row).write(row, split.name, into),
  };
  return (next) => {
    image = next;
    row = next[ROW];
    split = splits.get(next.split) ?? splitOf(next.split);
    return writer;
  };
}
