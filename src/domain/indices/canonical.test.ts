import { expect, test } from 'vitest';
import { canonical, flatSettings } from './canonical.ts';

test('settings are the same nested or dotted, with or without "index."', () => {
  const flat = { 'index.number_of_shards': '1', 'index.mapping.total_fields.limit': 1000 };
  expect(flatSettings({ index: { number_of_shards: '1', mapping: { 'total_fields.limit': 1000 } } })).toEqual(
    flat,
  );
  expect(flatSettings({ number_of_shards: '1', 'index.mapping': { total_fields: { limit: 1000 } } })).toEqual(
    flat,
  );
});

test('lists keep their order, because that of dynamic templates matters', () => {
  expect(canonical(['a', 'b'])).not.toBe(canonical(['b', 'a']));
});

test('null, nothing and the words for them are four different things', () => {
  expect(new Set([null, undefined, 'null', 'undefined'].map(canonical)).size).toBe(4);
});
