/** The indices, by their names in `mappings/`, in the order in which they are set up. */
export const INDEX_NAMES = ['experiments', 'scores', 'images', 'series', 'files'] as const;
export type IndexName = (typeof INDEX_NAMES)[number];

/** The alias for reading and writing. The index template has the same name. */
export function aliasOf(prefix: string, index: IndexName): string {
  return `${prefix}-${index}`;
}

/** The index that the alias points to. */
export function physicalIndexOf(prefix: string, index: IndexName, version: number): string {
  return `${prefix}-${index}-v${version}`;
}

/** Matches the physical indices of every version. */
export function indexPatternOf(prefix: string, index: IndexName): string {
  return `${prefix}-${index}-v*`;
}

/** The filtered alias that shows the images of the best run of each project. */
export function bestImagesAliasOf(prefix: string): string {
  return `${prefix}-images-best`;
}

/** The version in the name of a physical index, or undefined if it is the name of another index. */
export function versionIn(name: string, prefix: string, index: IndexName): number | undefined {
  const start = `${prefix}-${index}-v`;
  const digits = name.slice(start.length);
  return name.startsWith(start) && /^[1-9]\d*$/.test(digits) ? Number(digits) : undefined;
}
