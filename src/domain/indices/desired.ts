import type { IndexMapping, JsonObject } from './mapping-file.ts';
import { aliasOf, bestImagesAliasOf, indexPatternOf, type IndexName, physicalIndexOf } from './names.ts';

/** High enough to win over catch-all templates, which stay in the low hundreds. */
const TEMPLATE_PRIORITY = 500;

/** An alias made by the setup: `body` is what Elasticsearch knows of it besides name and index. */
export type DesiredAlias = { name: string; body: JsonObject };

/** One index with everything around it, at the newest version known. */
export type DesiredIndex = {
  index: IndexName;
  version: number;
  template: { name: string; body: JsonObject };
  physical: { name: string; settings: JsonObject; mappings: JsonObject };
  /** What reads and writes go through: always as described here. */
  alias: DesiredAlias;
  /** Aliases that others move: made when missing, then never touched. */
  seededAliases: readonly DesiredAlias[];
};

export type DesiredState = { prefix: string; indices: readonly DesiredIndex[] };

/** No image has a run key that is in an empty list: until a best run is known, there is none to show. */
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

/** What the cluster should hold: the newest version of each mapping, under names that begin with the prefix. */
export function desiredState(mappings: readonly IndexMapping[], prefix: string): DesiredState {
  return {
    prefix,
    indices: newestOfEach(mappings).map((mapping) => desiredIndex(prefix, mapping)),
  };
}
