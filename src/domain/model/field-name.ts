/** Field names are part of the cluster state, which every node keeps in memory. */
const MAXIMUM_LENGTH = 128;

/** How much of a name is read: enough in spite of removed characters, and little enough for the patterns. */
const MAXIMUM_READ = 400;

/**
 * Makes a name of anything safe as the name of an Elasticsearch field: `mAP50-95(B)` → `mAP50_95_B`.
 *
 * Letters, their marks and digits of every script stay. Each sequence of other characters becomes one underscore, or
 * nothing at the ends.
 */
export function safeFieldName(name: string): string {
  const safe = cut(name, MAXIMUM_READ)
    .replace(/^[^\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_]+$/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '_');
  const short = cut(safe, MAXIMUM_LENGTH);
  // A field of this name cannot be set on an object.
  return short === '' || short === '__proto__' ? 'unnamed' : short;
}

/** At most `length` units of a text, and no half of a pair of surrogates at the end. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/**
 * Gives each name a safe field name of its own.
 *
 * Two names that become the same field (`a/b` and `a_b`) are distinguished by a number. A name that needs no change is
 * kept, and the order of the names does not matter.
 */
export function safeFieldNames(names: Iterable<string>): Map<string, string> {
  const taken = new Set<string>();
  const result = new Map<string, string>();
  const sorted = [...new Set(names)].toSorted(
    (a, b) => Number(safeFieldName(b) === b) - Number(safeFieldName(a) === a) || (a < b ? -1 : 1),
  );
  for (const name of sorted) {
    const safe = safeFieldName(name);
    let field = safe;
    for (let number = 2; taken.has(field); number += 1) field = `${safe}_${number}`;
    taken.add(field);
    result.set(name, field);
  }
  return result;
}
