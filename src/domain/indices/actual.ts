import type { JsonObject } from './mapping-file.ts';

/** An index as it is in the cluster: its mappings and its aliases by name. */
export type ActualIndex = { mappings: JsonObject; aliases: Readonly<Record<string, JsonObject>> };

/**
 * The templates and indices of the cluster that the setup is concerned with, by name.
 *
 * Settings of indices are omitted on purpose. Operators tune some (replicas, refresh interval, limits); others are fixed
 * at creation and do not affect the meaning of documents (shards). None is a reason to reject an index, and the setup
 * resets none, except the refresh interval of an unfinished backfill (`backfill.ts`).
 */
export type ActualState = {
  templates: Readonly<Record<string, JsonObject>>;
  indices: Readonly<Record<string, ActualIndex>>;
};

/** The indices that have an alias of this name. */
export function indicesBehind(actual: ActualState, alias: string): string[] {
  return Object.entries(actual.indices)
    .filter(([, { aliases }]) => Object.hasOwn(aliases, alias))
    .map(([name]) => name);
}
