import { expect, test } from 'vitest';
import { sameValue } from './same-value.ts';

test.each([
  [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1, b: null }, { a: 1 }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [{ a: { b: 1 } }, { a: { b: 2 } }, false],
  [null, {}, false],
  [{ constructor: undefined, toString: 'a' }, { toString: 'a' }, true],
  [{ toString: 'a' }, {}, false],
  ['1', 1, false],
])('%j and %j: %s', (a, b, expected) => {
  expect(sameValue(a, b)).toBe(expected);
  expect(sameValue(b, a)).toBe(expected);
});
