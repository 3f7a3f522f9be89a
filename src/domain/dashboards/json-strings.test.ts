import { describe, expect, test } from 'vitest';
import { DASHBOARD_FILES, fileOf } from '../../../test/support/dashboard-files.ts';
import { decodeAttributes, encodeAttributes } from './json-strings.ts';

test.each(DASHBOARD_FILES.map((file) => [file.type, file] as const))(
  'what is encoded decodes to what it was: %s',
  (type, { attributes }) => {
    const before = structuredClone(attributes);
    const encoded = encodeAttributes(type, attributes);
    expect(decodeAttributes(type, encoded)).toEqual(attributes);
    expect(attributes).toEqual(before);
    // Encoding twice is encoding once.
    expect(encodeAttributes(type, encoded)).toEqual(encoded);
  },
);

describe('a visualization', () => {
  test('holds its spec as a string within a string', () => {
    const { visState } = encodeAttributes('visualization', fileOf('visualization').attributes);
    const { params } = JSON.parse(visState as string) as { params: { spec: string } };
    expect(JSON.parse(params.spec)).toMatchObject({ mark: 'line' });
  });

  test('may hold a spec that is no JSON', () => {
    const hjson = '{ // as people write it\n mark: line }';
    const attributes = { visState: { params: { spec: hjson } } };
    const encoded = encodeAttributes('visualization', attributes);
    expect(decodeAttributes('visualization', encoded)).toEqual(attributes);
  });
});

test('nothing is added where a key is missing', () => {
  expect(encodeAttributes('dashboard', { title: 'T' })).toEqual({ title: 'T' });
  expect(encodeAttributes('tag', { name: 'n' })).toEqual({ name: 'n' });
});
