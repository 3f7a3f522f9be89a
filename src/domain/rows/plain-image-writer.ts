/** Writes the documents of plain images: the same as `imageDocument` makes, copied together without values. */

import { rowReference, type ImageContext } from '../documents/rows.ts';
import type { Codec } from '../text/codec.ts';
import type { GrowingBytes } from '../text/growing-bytes.ts';
import { createCopyings } from './kinds.ts';
import { ROW, type PlainImage } from './plain-image.ts';
import { createIdWriter, type IdWriter } from './split-ids.ts';

/** What writes one row: its id as a JSON string, and its document as JSON. */
export type RowWriter = { id: (into: GrowingBytes) => void; document: (into: GrowingBytes) => void };

/** What the images of one split have in common; `name` is as in a JSON string. */
type Split = { name: Uint8Array; writeId: IdWriter };

/** A run has few; of any more, none is remembered. */
const MOST_SPLITS = 1000;

/** @returns what writes an image of one run: one and the same object for all, valid until the next image */
export function plainImageWriter(context: ImageContext, codec: Codec): (image: PlainImage) => RowWriter {
  const { key } = rowReference(context.run, context.digest);
  const copyingOf = createCopyings(context, codec);
  const splits = new Map<string, Split>();
  let image: PlainImage;
  let split: Split;

  function addSplit(name: string): Split {
    const added = {
      name: codec.encode(JSON.stringify(name).slice(1, -1)),
      writeId: createIdWriter(key, name, context.digest, codec),
    };
    if (splits.size < MOST_SPLITS) splits.set(name, added);
    return added;
  }

  const writer: RowWriter = {
    id: (into) => split.writeId(image, into),
    document: (into) => {
      const row = image[ROW];
      copyingOf(row)(row, split.name, into);
    },
  };
  return (next) => {
    image = next;
    split = splits.get(next.split) ?? addSplit(next.split);
    return writer;
  };
}
