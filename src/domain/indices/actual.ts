import type { JsonObject } from './mapping-file.ts';

/** An index as it is in the cluster: its mappings and its aliases by name. */
export type ActualIndex = { mappings: JsonObject; aliases: Readonly<Record<string, JsonObject>> };

/**
 * What the cluster holds under the names that matter here: templates and indices by name.
 *
 * Settings of indices are left out on purpose: each is either the operators' to tune (replicas, refresh
 * interval, limits) or fixed at creation without a say in what the documents mean (shards). None of them is
 * a reason to refuse an index, and none is ours to reset, except a refresh interval that a backfill of ours left
 * behind (`domain/indices/backfill.ts`).
 */
export type ActualState = {
  templates: Readonly<Record<string, JsonObject>>;
  indices: Readonly<Record<string, ActualIndex>>;
};

/** Which indices have an alias of this name. */
export function indicesBehind(actual: ActualState, alias: string): string[] {
  return Object.entries(actual.indices)
    .filter(([, { aliases }]) => Object.hasOwn(aliases, alias))
    .map(([name]) => name);
}
