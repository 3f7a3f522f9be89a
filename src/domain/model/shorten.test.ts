import { expect, test } from 'vitest';
import { shorten } from './shorten.ts';

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc…'],
  ['ab\u{1F600}', 4, 'ab\u{1F600}'],
  ['ab\u{1F600}d', 3, 'ab…'],
  ['a\u{1F600}cd', 3, 'a\u{1F600}…'],
])('%j in %i characters is %j', (text, longest, short) => {
  expect(shorten(text, longest)).toBe(short);
});
