/** Whether two plain values say the same, whatever the order of their keys; a missing member is the same as undefined, −0 as 0. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b || (Number.isNaN(a) && Number.isNaN(b));
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [first, second] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  const keys = new Set([...first.keys(), ...second.keys()]);
  return [...keys].every((key) => sameValue(first.get(key), second.get(key)));
}
