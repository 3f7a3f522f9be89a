import { z } from 'zod';
import { JsonObject } from '../indices/mapping-file.ts';

/** The types of objects that ship, those first that others refer to. */
export const OBJECT_TYPES = [
  'tag',
  'index-pattern',
  'visualization',
  'search',
  'links',
  'dashboard',
] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** What identifies an object in Kibana. */
export type ObjectKey = { type: string; id: string };

export function keyText({ type, id }: ObjectKey): string {
  return `${type}/${id}`;
}

/** One object's tie to another. Kibana resolves it by `name`, which the attributes mention. */
export const Reference = z.strictObject({ type: z.string(), id: z.string(), name: z.string() });
export type Reference = z.infer<typeof Reference>;

/**
 * A file `kibana/<type>/<id>.json`: as Kibana exports it, but with plain JSON where Kibana keeps strings of
 * JSON (`json-strings.ts`), and for the prefix `runlens` in the default space.
 */
export const SavedObjectFile = z.strictObject({
  type: z.enum(OBJECT_TYPES),
  id: z.string().regex(/^runlens(-[a-z0-9-]+)?$/),
  attributes: JsonObject,
  references: z.array(Reference),
  coreMigrationVersion: z.string(),
  typeMigrationVersion: z.string().optional(),
});
export type SavedObjectFile = z.infer<typeof SavedObjectFile>;

/** An object as it is sent: attributes as Kibana keeps them, strings of JSON included. */
export type SentObject = {
  type: ObjectType;
  id: string;
  attributes: JsonObject;
  references: readonly Reference[];
  coreMigrationVersion: string;
  typeMigrationVersion?: string;
  managed: boolean;
};

/** An object as Kibana gives it back. */
export const StoredObject = z.object({
  type: z.string(),
  id: z.string(),
  attributes: JsonObject,
  references: z.array(z.object(Reference.shape)).default([]),
  typeMigrationVersion: z.string().optional(),
  managed: z.boolean().optional(),
  /** What it was copied from, where it is a copy. */
  originId: z.string().optional(),
});
export type StoredObject = z.infer<typeof StoredObject>;

/** What people call an object: data views have a `name` beside the index pattern that is their title. */
export function titleOf({ id, attributes }: { id: string; attributes: JsonObject }): string {
  const title = attributes['name'] ?? attributes['title'];
  return typeof title === 'string' && title !== '' ? title : id;
}
