import { z } from 'zod';
import { Config } from '../../config/schema.ts';
import { jsonSchema, SCHEMA_NAMES } from '../../domain/formats/runlens/json-schema.ts';
import type { Report } from '../../output/report.ts';

export const SCHEMAS = [...SCHEMA_NAMES, 'config'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

/** The JSON Schema of a run file, a project file or the configuration. */
export function schemaOf(name: SchemaName): unknown {
  return name === 'config' ? z.toJSONSchema(Config, { io: 'input' }) : jsonSchema(name);
}

export function schema(name: SchemaName): Report {
  return { type: 'result', exitCode: 0, json: schemaOf(name), sections: [] };
}
