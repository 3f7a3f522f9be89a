/** The order of two texts by their UTF-16 code units, which no language setting changes: for `toSorted`. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
