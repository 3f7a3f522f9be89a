/** The envelope of Kibana's saved objects, at the versions that Kibana 8.12 knows: newer releases migrate from there. */

export type Reference = { type: string; id: string; name: string };

export type SavedObjectType = 'tag' | 'index-pattern' | 'visualization' | 'search' | 'links' | 'dashboard';

/** As it lies in `kibana/<type>/<id>.json`: what Kibana keeps as text that holds JSON is plain JSON here. */
export type SavedObject = {
  type: SavedObjectType;
  id: string;
  attributes: Record<string, unknown>;
  references: Reference[];
  coreMigrationVersion: string;
  typeMigrationVersion?: string;
};

const TYPE_MIGRATION_VERSION: Record<SavedObjectType, string | undefined> = {
  tag: '8.0.0',
  'index-pattern': '8.0.0',
  visualization: '8.5.0',
  search: '8.0.0',
  dashboard: '8.9.0',
  links: undefined,
};

export function savedObject(
  type: SavedObjectType,
  id: string,
  attributes: Record<string, unknown>,
  references: Reference[] = [],
): SavedObject {
  const typeMigrationVersion = TYPE_MIGRATION_VERSION[type];
  return {
    type,
    id,
    attributes,
    references,
    coreMigrationVersion: '8.8.0',
    ...(typeMigrationVersion !== undefined && { typeMigrationVersion }),
  };
}
