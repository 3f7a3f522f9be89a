const KNOWN_SPLITS: ReadonlyMap<string, string> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
  ['holdout', 'test'],
]);

/** The canonical name of a split: the usual spellings become `train`, `validation`, `test`; other names are unchanged. */
export function canonicalSplit(name: string): string {
  return KNOWN_SPLITS.get(name.toLowerCase()) ?? name;
}
