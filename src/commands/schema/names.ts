/** What `schema` prints a schema of. */
export const SCHEMAS = ['run', 'project', 'config'] as const;
export type SchemaName = (typeof SCHEMAS)[number];
