import type { IndexMapping, JsonObject } from './mapping-file.ts';
import { aliasOf, bestImagesAliasOf, indexPatternOf, type IndexName, physicalIndexOf } from './names.ts';

/** Above catch-all templates, which have a priority in the low hundreds. */
const TEMPLATE_PRIORITY = 500;

/** An alias that the setup creates. `body`: its properties besides name and index. */
export type DesiredAlias = { name: string; body: JsonObject };

/** One index with its template and aliases, at the newest version known. */
export type DesiredIndex = {
  index: IndexName;
  version: number;
  template: { name: string; body: JsonObject };
  physical: { name: string; settings: JsonObject; mappings: JsonObject };
  /** For reading and writing. The setup keeps it as described here. */
  alias: DesiredAlias;
  /** Aliases that judging moves: created if missing, and not changed later. */
  seededAliases: readonly DesiredAlias[];
};

export type DesiredState = { prefix: string; indices: readonly DesiredIndex[] };

/** The filter of an alias without images, until a best run is known. */
const MATCHES_NOTHING: JsonObject = { terms: { 'run.key': [] } };

function newestOfEach(mappings: readonly IndexMapping[]): IndexMapping[] {
  const newest = new Map<IndexName, IndexMapping>();
  for (const mapping of mappings) {
    const known = newest.get(mapping.index);
    if (known === undefined || known.version < mapping.version) newest.set(mapping.index, mapping);
  }
  return [...newest.values()];
}

function desiredIndex(prefix: string, { index, version, settings, mappings }: IndexMapping): DesiredIndex {
  return {
    index,
    version,
    template: {
      name: aliasOf(prefix, index),
      body: {
        index_patterns: [indexPatternOf(prefix, index)],
        priority: TEMPLATE_PRIORITY,
        template: { settings, mappings },
        _meta: { product: 'runlens', version },
      },
    },
    physical: { name: physicalIndexOf(prefix, index, version), settings, mappings },
    alias: { name: aliasOf(prefix, index), body: { is_write_index: true } },
    seededAliases:
      index === 'images' ? [{ name: bestImagesAliasOf(prefix), body: { filter: MATCHES_NOTHING } }] : [],
  };
}

/** The indices that the cluster should have, with the newest version of each mapping. */
export function desiredState(mappings: readonly IndexMapping[], prefix: string): DesiredState {
  return {
    prefix,
    indices: newestOfEach(mappings).map((mapping) => desiredIndex(prefix, mapping)),
  };
}
