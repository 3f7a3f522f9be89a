import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SCHEMAS } from '../../../commands/schema/names.ts';
import { schemaOf } from '../../../commands/schema/schema.ts';

const root = new URL('../../../../', import.meta.url);

function textOf(path: string) {
  return readFileSync(new URL(path, root), 'utf8');
}

describe('the schemas that ship with the package', () => {
  test.each(SCHEMAS)('%s.json is what is generated; if not, run node scripts/generate-schemas.ts', (name) => {
    expect(textOf(`schemas/${name}.json`)).toBe(`${JSON.stringify(schemaOf(name), null, 2)}\n`);
  });

  test('there is no other', () => {
    expect(readdirSync(new URL('schemas', root)).toSorted()).toEqual(
      SCHEMAS.map((name) => `${name}.json`).toSorted(),
    );
  });
});

type Node = { properties: Record<string, Node>; required?: string[] } & Record<string, unknown>;

describe('the schema of a run', () => {
  const schema = schemaOf('run') as Node;

  test('says what must be there, and takes keys that it does not know', () => {
    expect(schema).toMatchObject({ type: 'object', required: ['schema', 'metrics'] });
    expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
    expect(schema.properties['schema']).toMatchObject({ const: 'runlens.run/1' });
  });

  test('says what a row is', () => {
    expect(schema).toMatchObject({
      $defs: {
        ImageRow: { required: ['id', 'split', 'metrics'] },
        SeriesRow: { required: ['name', 'split', 'timestamps'] },
        MetricRow: { required: ['name', 'split', 'value'] },
        Artifact: { required: ['name', 'uri'] },
      },
    });
  });
});

/** The keys that an editor could say nothing of, each with those above it. */
function undescribed(node: unknown, at = ''): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key !== 'properties') return undescribed(value, at);
    return Object.entries(value as Record<string, Node>).flatMap(([name, property]) => [
      ...(typeof property['description'] === 'string' ? [] : [`${at}.${name}`]),
      ...undescribed(property, `${at}.${name}`),
    ]);
  });
}

test.each(['run', 'project'] as const)('the schema of a %s describes every key', (name) => {
  expect(undescribed({ properties: { a: { description: 'a', items: { properties: { b: {} } } } } })).toEqual([
    '.a.b',
  ]);
  expect(undescribed(schemaOf(name))).toEqual([]);
});

/** Zod reads JSON Schema as well: a second opinion on what the generated one says. */
function validator(name: 'run' | 'project') {
  return z.fromJSONSchema(JSON.parse(textOf(`schemas/${name}.json`)));
}

describe('the examples', () => {
  const files = readdirSync(new URL('examples/results', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => ({ path, text: textOf(`examples/results/${path}`) }))
    // NaN, which the format accepts, is no JSON.
    .filter(({ text }) => !/[:\s,[]-?(NaN|Infinity)\b/.test(text));
  const documents = files.map(({ path, text }) => ({ path, value: JSON.parse(text) as { schema: string } }));

  test('are there', () => {
    expect(documents.length).toBeGreaterThan(50);
  });

  test.each(['run', 'project'] as const)('of a %s are what its schema says', (name) => {
    const schema = validator(name);
    const those = documents.filter(({ value }) => value.schema === `runlens.${name}/1`);
    expect(those).not.toHaveLength(0);
    expect(those.flatMap(({ path, value }) => (schema.safeParse(value).success ? [] : [path]))).toEqual([]);
  });

  test('would not be if something were wrong with them', () => {
    const schema = validator('run');
    const good = { schema: 'runlens.run/1', metrics: { validation: { accuracy: 1 } } };
    expect(schema.safeParse({ ...good, unheard_of: 1, run: { seed: null } }).success).toBe(true);
    for (const wrong of [
      { metrics: undefined },
      { metrics: { validation: { accuracy: '1' } } },
      { run: { status: 'done' } },
      { images: [{ id: 'a' }] },
      { schema: 'runlens.run/2' },
    ])
      expect(schema.safeParse({ ...good, ...wrong }).success).toBe(false);
  });
});
