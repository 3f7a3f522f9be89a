import { expect, test } from 'vitest';
import { fingerprint } from './digest.ts';

/** Of contents, each in its pieces. */
function valueOf(...contents: string[][]): string {
  const print = fingerprint();
  for (const pieces of contents) {
    for (const piece of pieces) print.add(Buffer.from(piece));
    print.endContent();
  }
  return print.value();
}

test('how a content is cut into pieces does not count', () => {
  expect(valueOf(['ab', 'c'], ['d'])).toBe(valueOf(['', 'a', 'bc'], ['d', '']));
});

test('where one content ends and the next begins does', () => {
  const values = [
    valueOf(['abc']),
    valueOf(['abc'], []),
    valueOf(['ab'], ['c']),
    valueOf(['a'], ['bc']),
    valueOf([], ['abc']),
    valueOf(['a:1b'], ['c']),
    valueOf(['a'], ['b'], ['c']),
  ];
  expect(new Set(values).size).toBe(values.length);
});
