import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shuffledKeys } from '../../../test/support/shuffled-keys.ts';
import { changedParameters, flattenParameters, portable, type Parameters } from './parameters.ts';

function flat(parameters: Record<string, unknown>) {
  return Object.fromEntries(flattenParameters(parameters));
}

describe('flattenParameters', () => {
  test('names every value by its whole path; lists are one value', () => {
    expect(
      flat({
        model: 'svm',
        optim: { lr: 0.1, nesterov: false, betas: [0.9, 0.999] },
        depth: { a: { b: 3 } },
      }),
    ).toEqual({
      model: 'svm',
      'optim.lr': 0.1,
      'optim.nesterov': false,
      'optim.betas': '[0.9,0.999]',
      'depth.a.b': 3,
    });
  });

  test('numbers that Elasticsearch cannot hold become text, and null is left out', () => {
    expect(
      flat({ a: Infinity, b: Number.NaN, c: 2n ** 64n, d: null, e: [1n, Number.NaN, null], f: [] }),
    ).toEqual({
      a: 'Infinity',
      b: 'NaN',
      c: '18446744073709551616',
      e: '["1","NaN",null]',
      f: '[]',
    });
  });

  test('an empty object is a value, too: but there are no parameters in no parameters', () => {
    expect(flat({ augmentation: {} })).toEqual({ augmentation: '{}' });
    expect(flat({})).toEqual({});
  });

  test('two parameters of the same path are both kept', () => {
    const together = { 'a.b': '2', 'a.b (2)': '1' };
    expect(flat({ a: { b: '2' }, 'a.b': '1' })).toEqual(together);
    expect(flat({ 'a.b': '1', a: { b: '2' } })).toEqual(together);
    expect(flat({ '': { a: 1 }, a: 2 })).toEqual({ '.a': 1, a: 2 });
  });

  test('keeps every leaf, in whatever order the keys come', () => {
    const leaves = (value: unknown): number =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
        ? Object.values(value).reduce<number>((sum, member) => sum + leaves(member), 0)
        : Number(value !== null && value !== undefined);
    const key = fc.constantFrom('a', 'b', 'a.b', '', 'lr');
    const parameters = fc.dictionary(key, fc.object({ key, maxDepth: 3, withBigInt: true }));
    fc.assert(
      fc.property(parameters, fc.nat(), (object, seed) => {
        const result = flattenParameters(object);
        expect(result.size).toBe(Object.keys(object).length === 0 ? 0 : leaves(object));
        expect(flattenParameters(shuffledKeys(object, seed))).toEqual(result);
        const odd = [...result.values()].filter(
          (value) => !Number.isFinite(value) && typeof value !== 'string' && typeof value !== 'boolean',
        );
        expect(odd).toEqual([]);
      }),
    );
  });
});

test('a portable copy is JSON, and equal values have equal text', () => {
  expect(JSON.stringify(portable({ b: [Infinity, { d: 1n, c: null }], a: true }))).toBe(
    '{"a":true,"b":["Infinity",{"c":null,"d":"1"}]}',
  );
  fc.assert(
    fc.property(fc.object({ withBigInt: true }), fc.nat(), (value, seed) => {
      expect(JSON.stringify(portable(value))).toBe(JSON.stringify(portable(shuffledKeys(value, seed))));
    }),
  );
});

describe('changedParameters', () => {
  test('says what differs, by name; what is new or gone has one side', () => {
    const before = new Map<string, string | number | boolean>([
      ['lr', 0.1],
      ['model', 'svm'],
      ['gone', true],
    ]);
    const after = new Map<string, string | number | boolean>([
      ['model', 'svm'],
      ['added', 3],
      ['lr', 0.01],
    ]);
    expect(changedParameters(before, after)).toEqual([
      { name: 'added', after: '3' },
      { name: 'gone', before: 'true' },
      { name: 'lr', before: '0.1', after: '0.01' },
    ]);
  });

  test('a number is not the text of it', () => {
    expect(changedParameters(new Map([['k', 1]]), new Map([['k', '1']]))).toEqual([
      { name: 'k', before: '1', after: '1' },
    ]);
  });

  test('nothing differs from itself, and the way back is the way there reversed', () => {
    const value = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean());
    const parameters: fc.Arbitrary<Parameters> = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value)
      .map((object) => new Map(Object.entries(object)));
    fc.assert(
      fc.property(parameters, parameters, (a, b) => {
        expect(changedParameters(a, a)).toEqual([]);
        const reversed = changedParameters(b, a).map(({ name, before, after }) => ({
          name,
          ...(after !== undefined && { before: after }),
          ...(before !== undefined && { after: before }),
        }));
        expect(changedParameters(a, b)).toEqual(reversed);
      }),
    );
  });
});
