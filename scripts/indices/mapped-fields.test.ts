import { expect, test } from 'vitest';
import { mappedFields } from './mapped-fields.ts';

test('nested objects become dotted paths, in the order of the mapping', () => {
  const run = { properties: { id: { type: 'keyword' }, seed: { type: 'long' } } };
  expect(mappedFields({ properties: { run, split: { type: 'keyword' } } }).map(({ path }) => path)).toEqual([
    'run.id',
    'run.seed',
    'split',
  ]);
});

test('an object that grows is one field, as its dynamic template says', () => {
  const mappings = {
    dynamic_templates: [
      { any: { path_match: 'metrics.*', mapping: { type: 'double', index: false } } },
      { other: { path_match: 'attributes.*', mapping: { type: 'keyword' } } },
    ],
    properties: { metrics: { type: 'object', dynamic: 'true' } },
  };
  expect(mappedFields(mappings)).toEqual([{ path: 'metrics.*', type: 'double', search: 'unindexed' }]);
});

test('an object that grows without a dynamic template is a fault of the mapping', () => {
  expect(() => mappedFields({ properties: { metrics: { dynamic: 'true' } } })).toThrow('metrics grows');
});

test.each([
  [{ type: 'keyword' }, 'indexed'],
  [{ type: 'double', index: false }, 'unindexed'],
  [{ type: 'keyword', index: false, doc_values: false }, 'none'],
  [{ type: 'object', enabled: false }, 'none'],
])('%j is searched: %s', (node, search) => {
  expect(mappedFields({ properties: { field: node } })).toEqual([{ path: 'field', type: node.type, search }]);
});
