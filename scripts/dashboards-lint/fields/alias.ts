import { INDEX_NAMES, type IndexName } from '../../../src/domain/indices/names.ts';

/** All names in the objects begin so; `setup-dashboards` puts the configured prefix in its place. */
export const PREFIX = 'runlens';

/** The index that a data view's title or a Vega spec's `index` shows; the images of the best runs are images. */
export function indexOfAlias(alias: string): IndexName | undefined {
  if (alias === `${PREFIX}-images-best`) return 'images';
  return INDEX_NAMES.find((name) => alias === `${PREFIX}-${name}`);
}
