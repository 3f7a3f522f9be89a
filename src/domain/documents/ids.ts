/**
 * Deterministic identities: the same row of the same run is the same document, whoever writes it and how often.
 */

/** A short, collision-resistant digest of a text, safe in URLs. The domain has no cryptography of its own. */
export type Digest = (text: string) => string;

/** Parts are told apart by a JSON list: no choice of names can make two different lists look alike. */
function identity(digest: Digest, ...parts: (string | undefined)[]): string {
  return digest(JSON.stringify(parts.map((part) => part ?? null)));
}

/** The key of a run: what all its documents carry, and its experiment's `_id`. */
export function runKey(digest: Digest, project: string, run: string): string {
  return identity(digest, project, run);
}

export function scoreId(
  digest: Digest,
  run: string,
  row: { split: string; metric: string; entity?: string | undefined },
): string {
  return identity(digest, run, row.split, row.metric, row.entity);
}

/**
 * Readable, since there are so many: ids that begin alike take a tenth less room in the index than digests
 * (`docs/mapping.md`). The length of the split tells where it ends, so that no two rows have the same.
 */
export function imageId(digest: Digest, run: string, { split, id }: { split: string; id: string }): string {
  return imageIds(digest, run, split)(id);
}

/** What gives the ids of the images of one split. */
export function imageIds(digest: Digest, run: string, split: string): (id: string) => string {
  const { opening, longest } = readableImageIds(run, split);
  return (id) =>
    id.length <= longest && READABLE.test(id) ? opening + id : identity(digest, run, split, id);
}

/** What stands before an image's own id where that is readable, and how long that may be; -1 where none may. */
export function readableImageIds(run: string, split: string): { opening: string; longest: number } {
  const longest = READABLE.test(split) ? LONGEST_READABLE - split.length : -1;
  return { opening: `${run}${split.length}:${split}`, longest };
}

/** Elasticsearch takes ids of 512 bytes, and a character can have three. */
const LONGEST_READABLE = 150;

/** No control characters, and no halves of pairs, which not every JSON parser reads alike. */
const READABLE = /^[\u0020-\u007E\u00A0-\uD7FF]*$/;

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
