/** How an index is made and how its rows are written: what a variant changes. */

import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/domain/indices/mapping-file.ts';
import type { Row } from './documents.ts';

export type Recipe = {
  settings: JsonObject;
  mappings: JsonObject;
  /** The members besides `_index` of the line above each body. */
  action: (row: Row) => Record<string, unknown>;
  body: (row: Row) => Record<string, unknown>;
};

/** `loses` says what a user would miss, where a variant is more than a trade of time against space. */
export type Variant = {
  name: string;
  group: string;
  loses?: string;
  change: (recipe: Recipe) => Recipe;
};

/** The version of the documents: seconds since 1970, as the product writes them. */
const VERSION = 1_790_000_000;

export function shippedRecipe(): Recipe {
  const file = new URL('../../mappings/images/v1.json', import.meta.url);
  const { settings, mappings } = JSON.parse(readFileSync(file, 'utf8')) as Pick<
    Recipe,
    'settings' | 'mappings'
  >;
  return {
    settings,
    mappings,
    action: ({ id, routing }) => ({ _id: id, routing, version: VERSION, version_type: 'external_gte' }),
    body: ({ body }) => body,
  };
}

/** Sets settings of the index, below `index`. */
export function withSettings(settings: JsonObject): Variant['change'] {
  return (recipe) => ({
    ...recipe,
    settings: { index: { ...(recipe.settings['index'] as JsonObject), ...settings } },
  });
}

/** Adds to the mapping of fields, named by their paths; fields that the mapping leaves to templates go by `metrics.*`. */
export function withFields(paths: readonly string[], added: JsonObject): Variant['change'] {
  return (recipe) => {
    const mappings = structuredClone(recipe.mappings);
    for (const path of paths) Object.assign(fieldOf(mappings, path), added);
    return { ...recipe, mappings };
  };
}

export function together(...changes: readonly Variant['change'][]): Variant['change'] {
  return (recipe) => changes.reduce((changed, change) => change(changed), recipe);
}

type Template = Record<string, { path_match?: string; mapping: JsonObject }>;
type Field = { properties?: Record<string, Field> };

/** Throws for a field that is not mapped: a variant that changes nothing would say nothing. */
function fieldOf(mappings: JsonObject, path: string): JsonObject {
  const templates = mappings['dynamic_templates'] as unknown as Template[];
  const template = templates.flatMap(Object.values).find(({ path_match }) => path_match === path);
  const field = path
    .split('.')
    .reduce<Field | undefined>((found, name) => found?.properties?.[name], mappings as Field);
  const found = template?.mapping ?? field;
  if (found === undefined) throw new Error(`The mapping has no field ${path}.`);
  return found as JsonObject;
}
