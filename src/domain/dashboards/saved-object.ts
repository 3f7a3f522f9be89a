import { z } from 'zod';
import { JsonObject } from '../indices/mapping-file.ts';

/** The types of the shipped objects; types that others refer to come first. */
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

/** The key of an object as text, for people and for sets: `dashboard/runlens-overview`. */
export function keyText({ type, id }: ObjectKey): string {
  return `${type}/${id}`;
}

/** A reference of one object to another. Kibana resolves it by `name`, which occurs in the attributes. */
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

/** An object as Kibana returns it. */
export const StoredObject = z.object({
  type: z.string(),
  id: z.string(),
  attributes: JsonObject,
  references: z.array(z.object(Reference.shape)).default([]),
  typeMigrationVersion: z.string().optional(),
  managed: z.boolean().optional(),
  /** The id of the original, if it is a copy. */
  originId: z.string().optional(),
});
export type StoredObject = z.infer<typeof StoredObject>;

/** The title that Kibana displays: a data view has a `name`, and its `title` is the index pattern. */
export function titleOf({ id, attributes }: { id: string; attributes: JsonObject }): string {
  const title = attributes['name'] ?? attributes['title'];
  return typeof title === 'string' && title !== '' ? title : id;
}
