/**
 * Whether two plain values are equal. The order of keys does not matter, a missing member equals undefined, NaN equals NaN,
 * and −0 equals 0.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b || (Number.isNaN(a) && Number.isNaN(b));
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return (
    Object.keys(a).every((key) => sameValue(ownMember(a, key), ownMember(b, key))) &&
    Object.keys(b).every((key) => Object.hasOwn(a, key) || ownMember(b, key) === undefined)
  );
}

function ownMember(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
