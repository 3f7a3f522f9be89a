/**
 * Deterministic ids: the same row of the same run is the same document, independent of the writer and of repetition.
 */

import type { Digest } from '../model/digest.ts';

/** A JSON list delimits the parts: different lists never have the same text. */
function identity(digest: Digest, ...parts: (string | undefined)[]): string {
  return digest(JSON.stringify(parts.map((part) => part ?? null)));
}

/** The key of a run, which all its documents contain: the `_id` of its experiment. */
export function runKey(digest: Digest, project: string, run: string): string {
  return identity(digest, project, run);
}

/** @param run the key of the run: see {@link runKey} */
export function scoreId(
  digest: Digest,
  run: string,
  row: { split: string; metric: string; entity?: string | undefined },
): string {
  return identity(digest, run, row.split, row.metric, row.entity);
}

/**
 * Readable, because images are many: ids with a common prefix take a tenth less space in the index than digests
 * (`docs/storage.md`). The length of the split makes the id unambiguous.
 */
export function imageId(digest: Digest, run: string, { split, id }: { split: string; id: string }): string {
  return imageIds(digest, run, split)(id);
}

/** @returns a function from the id of an image of this split to the id of its document */
export function imageIds(digest: Digest, run: string, split: string): (id: string) => string {
  const { opening, longest } = readableImageIds(run, split);
  return (id) =>
    id.length <= longest && READABLE.test(id) ? opening + id : identity(digest, run, split, id);
}

/**
 * @returns the prefix of readable document ids, and the longest image id that may follow it, in UTF-16 units; -1 if none
 *   may
 */
export function readableImageIds(run: string, split: string): { opening: string; longest: number } {
  const longest = READABLE.test(split) ? LONGEST_READABLE - split.length : -1;
  return { opening: `${run}${split.length}:${split}`, longest };
}

/** Elasticsearch accepts ids of 512 bytes, and a character may have three. */
const LONGEST_READABLE = 150;

/** No control characters, and no halves of surrogate pairs, which JSON parsers treat differently. */
const READABLE = /^[\u0020-\u007E\u00A0-\uD7FF]*$/;

/** @param run the key of the run: see {@link runKey} */
export function pointId(
  digest: Digest,
  run: string,
  row: { split: string; name: string; entity?: string | undefined; timestamp: string },
): string {
  return identity(digest, run, row.split, row.name, row.entity, row.timestamp);
}

export function fileId(digest: Digest, folder: string, path: string): string {
  return identity(digest, folder, path);
}
