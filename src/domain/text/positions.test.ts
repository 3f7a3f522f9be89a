import { expect, test } from 'vitest';
import { positionsOf } from './positions.ts';

/** Each text holds one `|`, in the place that is looked for. */
test.each<[string, number, number]>([
  ['|', 1, 1],
  ['abc|', 1, 4],
  ['\n|', 2, 1],
  ['a\r\nb|', 2, 2],
  ['a\r\n\r\n  |b', 3, 3],
  ['a\r|b', 2, 1],
  ['a\rb\r\nc\n|d', 4, 1],
  ['a|\r\nb', 1, 2],
  ['\uFEFF|{}', 1, 1],
  ['\uFEFF{|}', 1, 2],
  ['\uFEFF\n{|}', 2, 2],
  ['{"\u{1F600}": |1}', 1, 7],
  ['\u{1F600}\u{1F600}|', 1, 3],
  ['\uD83D|', 1, 2],
  ['\uD83Dx\uDE00|', 1, 4],
  ['é\u0301|', 1, 3],
  ['\t|x', 1, 2],
])('%j is at %i:%i', (marked, line, column) => {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  expect(positionsOf(text, [offset]).get(offset)).toStrictEqual({ line, column });
});

test('many offsets, in any order and more than once', () => {
  expect(positionsOf('ab\ncd\n', [4, 0, 4, 1])).toStrictEqual(
    new Map([
      [0, { line: 1, column: 1 }],
      [1, { line: 1, column: 2 }],
      [4, { line: 2, column: 2 }],
    ]),
  );
});

test('an offset beyond the end means the end', () => {
  expect(positionsOf('a\nb', [100]).get(100)).toStrictEqual({ line: 2, column: 2 });
});

test('a byte order mark itself is at the start', () => {
  expect(positionsOf('\uFEFFx', [0]).get(0)).toStrictEqual({ line: 1, column: 1 });
});
