import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeFieldName, safeFieldNames } from './field-name.ts';

describe('one name', () => {
  test.each([
    ['mAP50-95(B)', 'mAP50_95_B'],
    ['accuracy', 'accuracy'],
    ['metrics/mAP50(B)', 'metrics_mAP50_B'],
    ['optim.lr', 'optim_lr'],
    ['a, b  and (c)', 'a_b_and_c'],
    ['.hidden.', 'hidden'],
    ['_private', '_private'],
    ['точность', 'точность'],
    ['準確率 @1', '準確率_1'],
    // Vowel signs are marks: without them, many words of many scripts would look alike.
    ['सटीकता', 'सटीकता'],
    ['pre\u0301cision', 'pre\u0301cision'],
    ['', 'unnamed'],
    ['***', 'unnamed'],
    // Assigning a field of this name would set no field at all.
    ['(__proto__)', 'unnamed'],
  ])('%j becomes %j', (name, field) => {
    expect(safeFieldName(name)).toBe(field);
  });

  test('a long name is cut, and never through a character', () => {
    expect(safeFieldName('x'.repeat(5000))).toHaveLength(128);
    const cut = safeFieldName(`x${'𝐀'.repeat(200)}`);
    expect(cut.length).toBe(127);
    expect(cut.isWellFormed()).toBe(true);
  });

  test('a name of any length takes no time', () => {
    const started = performance.now();
    expect(safeFieldName(`a${'.'.repeat(1_000_000)}a`)).toBe('a');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('is safe: nothing in it that Elasticsearch gives a meaning to, and it is safe already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const field = safeFieldName(name);
        expect(field).toMatch(/^[\p{L}\p{M}\p{N}_]{1,128}$/u);
        expect(safeFieldName(field)).toBe(field);
      }),
    );
  });
});

describe('several names', () => {
  test('that become the same field are told apart; the one that needed no change keeps its own', () => {
    expect(Object.fromEntries(safeFieldNames(['a/b', 'a_b', 'a-b', 'a_b_2']))).toEqual({
      a_b: 'a_b',
      a_b_2: 'a_b_2',
      'a-b': 'a_b_3',
      'a/b': 'a_b_4',
    });
  });

  const names = fc.array(fc.oneof(fc.stringMatching(/^[ab_./2]{0,5}$/), fc.string()), { maxLength: 12 });

  test('have each a field of its own, whatever their order', () => {
    fc.assert(
      fc.property(
        names.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const fields = safeFieldNames(list);
          expect(new Set(fields.keys())).toEqual(new Set(list));
          expect(new Set(fields.values()).size).toBe(fields.size);
          expect(safeFieldNames(shuffled)).toEqual(fields);
        },
      ),
    );
  });
});
