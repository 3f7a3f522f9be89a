import { expect, it } from 'vitest';
import { z } from 'zod';
import { Config } from './schema.ts';

it('becomes a JSON Schema that asks for nothing and allows no unknown key', () => {
  const schema = z.toJSONSchema(Config, { io: 'input' });
  expect(schema.required).toBeUndefined();
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties).toMatchObject({
    prefix: { type: 'string', default: 'runlens' },
    elasticsearch: { additionalProperties: false, properties: { nodes: { type: 'array', minItems: 1 } } },
    ingest: { properties: { bulk_bytes: { type: 'integer', minimum: 1000, default: 1_000_000 } } },
  });
});
