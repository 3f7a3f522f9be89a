import { z } from 'zod';
import { Config } from '../../config/schema.ts';
import { jsonSchema } from '../../domain/formats/runlens/json-schema.ts';
import type { Report } from '../../output/report.ts';
import type { SchemaName } from './names.ts';

/** The JSON Schema of a run file, a project file or the configuration. */
export function schemaOf(name: SchemaName): unknown {
  return name === 'config' ? z.toJSONSchema(Config, { io: 'input' }) : jsonSchema(name);
}

export function schema(name: SchemaName): Report {
  return { type: 'result', exitCode: 0, json: schemaOf(name), sections: [] };
}
