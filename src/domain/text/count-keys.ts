/** How many keys the objects of a parsed value have in all; NaN if one of them is `__proto__`. */
export function countKeysInValue(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) if (typeof item === 'object') keys += countKeysInValue(item);
    return keys;
  }
  // for…in is the fastest walk over objects of one shape; what JSON.parse made inherits nothing enumerable.
  // oxlint-disable-next-line guard-for-in
  for (const key in value) {
    if (key === '__proto__') return Number.NaN;
    keys += 1;
    const item = (value as Record<string, unknown>)[key];
    if (typeof item === 'object') keys += countKeysInValue(item);
  }
  return keys;
}
