import { describe, expect, test } from 'vitest';
import { isRecord } from '../model/is-record.ts';
import type { JsonObject } from './mapping-file.ts';
import { mappingDifferences } from './mapping-difference.ts';

const wanted: JsonObject = {
  _meta: { product: 'runlens', version: 1 },
  dynamic: 'strict',
  date_detection: false,
  properties: {
    project: { type: 'keyword', ignore_above: 8191 },
    run: { properties: { id: { type: 'keyword' } } },
    metrics: { type: 'object', dynamic: 'true' },
    directions: { type: 'object', enabled: false },
  },
};

/** The wanted mapping with something else (or nothing) at a place, given by its keys. */
function withAt(path: string, value: JsonObject[string] | undefined, within = wanted): JsonObject {
  const [key = '', ...rest] = path.split(' ');
  const entries = Object.entries(within).filter(([name]) => name !== key);
  const inner = within[key];
  const put = rest.length === 0 ? value : withAt(rest.join(' '), value, isRecord(inner) ? inner : {});
  return Object.fromEntries(put === undefined ? entries : [...entries, [key, put]]);
}

describe('no difference', () => {
  test('the same', () => {
    expect(mappingDifferences(wanted, structuredClone(wanted))).toEqual([]);
  });

  test('other order of keys, values as strings, the object type left out', () => {
    const found: JsonObject = {
      properties: {
        directions: { enabled: 'false' },
        metrics: { dynamic: true, properties: { iou: { type: 'double' } } },
        run: { type: 'object', properties: { id: { type: 'keyword' } } },
        project: { ignore_above: '8191', type: 'keyword' },
      },
      date_detection: 'false',
      dynamic: 'strict',
      _meta: { version: 1, product: 'runlens' },
    };
    expect(mappingDifferences(wanted, found)).toEqual([]);
  });

  test('fields that grew below a dynamic object, at any depth', () => {
    const grown = { a: { properties: { b: { type: 'double' } } } };
    expect(mappingDifferences(wanted, withAt('properties metrics properties', grown))).toEqual([]);
  });

  test('notes that operators added to _meta', () => {
    expect(mappingDifferences(wanted, withAt('_meta owner', 'the vision team'))).toEqual([]);
  });
});

test.each<[string, JsonObject, object]>([
  [
    'another type',
    withAt('properties run properties id type', 'text'),
    { path: 'run.id', wanted: '{"type":"keyword"}', found: '{"type":"text"}' },
  ],
  [
    'another parameter',
    withAt('properties project ignore_above', 256),
    {
      path: 'project',
      wanted: '{"ignore_above":"8191","type":"keyword"}',
      found: '{"ignore_above":"256","type":"keyword"}',
    },
  ],
  [
    'a missing field',
    withAt('properties run properties id', undefined),
    { path: 'run.id', wanted: '{"type":"keyword"}', found: 'absent' },
  ],
  [
    'a field too many where nothing grows',
    withAt('properties run properties colour', { type: 'keyword' }),
    { path: 'run.colour', wanted: 'absent', found: '{"type":"keyword"}' },
  ],
  [
    'an object that should grow but does not',
    withAt('properties metrics dynamic', 'false'),
    { path: 'metrics', wanted: '{"dynamic":"true"}', found: '{"dynamic":"false"}' },
  ],
  [
    'a field where an object belongs',
    withAt('properties metrics', { type: 'keyword' }),
    { path: 'metrics', wanted: '{"dynamic":"true"}', found: '{"type":"keyword"}' },
  ],
  [
    'another setting of the root',
    withAt('dynamic', 'true'),
    { path: 'dynamic', wanted: '"strict"', found: '"true"' },
  ],
  [
    'a setting too many at the root',
    withAt('_routing', { required: true }),
    { path: '_routing', wanted: 'absent', found: '{"required":"true"}' },
  ],
  [
    'a setting that is missing at the root',
    withAt('date_detection', undefined),
    { path: 'date_detection', wanted: '"false"', found: 'absent' },
  ],
  ['another version', withAt('_meta version', 2), { path: '_meta.version', wanted: '"1"', found: '"2"' }],
])('a difference: %s', (_, found, difference) => {
  expect(mappingDifferences(wanted, found)).toEqual([difference]);
});
