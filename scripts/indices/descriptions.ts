/** What the fields of an index mean: `mappings/<index>/fields.json`. Kept beside the mapping, because a released mapping never changes. */

import { z } from 'zod';
import type { MappedField } from './mapped-fields.ts';

const Description = z.strictObject({ meaning: z.string().min(1), unit: z.string().min(1).optional() });

export const Descriptions = z.strictObject({
  /** What there is one document for: `run × split × image`. */
  document: z.string().min(1),
  /** By the path of the field, as in `MappedField`. */
  fields: z.record(z.string(), Description),
});
export type Descriptions = z.infer<typeof Descriptions>;

const NUMBERS = new Set(['double', 'long']);

/** @returns for people: fields without a description, descriptions without a field, numbers without a unit */
export function problemsOf(index: string, fields: readonly MappedField[], described: Descriptions): string[] {
  const file = `mappings/${index}/fields.json`;
  const mapped = new Set(fields.map(({ path }) => path));
  return [
    ...fields.flatMap(({ path, type }) => {
      const description = described.fields[path];
      if (description === undefined) return [`${file}: describe the field ${path}, which the mapping has.`];
      if (!NUMBERS.has(type) || description.unit !== undefined) return [];
      return [`${file}: give the unit of ${path}, which is a number.`];
    }),
    ...Object.keys(described.fields)
      .filter((path) => !mapped.has(path))
      .map((path) => `${file}: remove ${path}, which the mapping does not have.`),
  ];
}
