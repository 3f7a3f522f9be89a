import { z } from 'zod';
import type { IndexName } from './names.ts';

/** An object of JSON values: settings, mappings, filters. */
export const JsonObject = z.record(z.string(), z.json());
export type JsonObject = z.infer<typeof JsonObject>;

/** A file `mappings/<index>/v<N>.json`: the settings and mappings of an index of that version. */
export const MappingFile = z.strictObject({
  settings: JsonObject,
  mappings: JsonObject.and(
    z.looseObject({
      _meta: z.looseObject({ product: z.literal('runlens'), version: z.int().positive() }),
      properties: JsonObject,
    }),
  ),
});
export type MappingFile = z.infer<typeof MappingFile>;

/** A mapping file with the index and the version from its path. */
export type IndexMapping = {
  index: IndexName;
  version: number;
  settings: JsonObject;
  mappings: JsonObject;
};
