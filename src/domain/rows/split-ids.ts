/** The ids of the images of one split: the same as `imageId` gives, copied from their rows where they are ASCII. */

import { imageIds, readableImageIds } from '../documents/ids.ts';
import type { Digest } from '../model/digest.ts';
import type { Codec } from '../text/codec.ts';
import { append, reserve, type GrowingBytes } from '../text/growing-bytes.ts';
import { ROW, type PlainImage } from './plain-image.ts';
import { SPAN } from './plain-row.ts';

/** Writes the id of an image as a JSON string. */
export type IdWriter = (image: PlainImage, into: GrowingBytes) => void;

const [QUOTE, TILDE] = [34, 126];

/** @param run the key of the run */
export function createIdWriter(run: string, split: string, digest: Digest, { encode }: Codec): IdWriter {
  const readable = readableImageIds(run, split);
  const opening = encode(`"${readable.opening}`);
  const idOf = imageIds(digest, run, split);

  /** @returns false where the id is not readable ASCII */
  function copyId(image: PlainImage, into: GrowingBytes): boolean {
    const { bytes, spans } = image[ROW];
    const start = spans[SPAN.id] as number;
    const end = spans[SPAN.id + 1] as number;
    if (end - start > readable.longest) return false;
    const target = reserve(into, opening.length + end - start + 1);
    let at = into.length;
    for (let n = 0; n < opening.length; n += 1, at += 1) target[at] = opening[n] as number;
    for (let n = start; n < end; n += 1, at += 1) {
      const byte = bytes[n] as number;
      if (byte > TILDE) return false;
      target[at] = byte;
    }
    target[at] = QUOTE;
    into.length = at + 1;
    return true;
  }

  return (image, into) => {
    if (!copyId(image, into)) append(into, encode(JSON.stringify(idOf(image.id))));
  };
}
