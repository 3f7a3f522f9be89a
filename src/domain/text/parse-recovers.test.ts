import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countProblems, type Problem } from '../model/problem.ts';
import { parseJson } from './parse.ts';

function problemsOf(text: string): readonly Problem[] {
  const parsed = parseJson(text);
  return parsed.type === 'malformed' ? parsed.problems : [];
}

test.each<[string, [number, RegExp][]]>([
  [
    '[1 2, 3 4]',
    [
      [3, /^a comma is missing/],
      [8, /^a comma is missing/],
    ],
  ],
  [
    '{"a":1 "b":2\n"c":3}',
    [
      [7, /^a comma is missing/],
      [13, /^a comma is missing/],
    ],
  ],
  [
    '{"a" 1, "b" 2}',
    [
      [5, /^a colon is missing/],
      [12, /^a colon is missing/],
    ],
  ],
  [
    "{'a': 1, 'b': 2}",
    [
      [1, /double quotes/],
      [9, /double quotes/],
    ],
  ],
  [
    '{a: 1, b: 2}',
    [
      [1, /found "a"/],
      [7, /found "b"/],
    ],
  ],
  [
    '{"a":, "b":}',
    [
      [5, /value is missing/],
      [11, /value is missing/],
    ],
  ],
  [
    '{"a": True, "b": [None, undefined]}',
    [
      [6, /write true/],
      [18, /write null/],
      [24, /write null/],
    ],
  ],
  [
    '[01, .5, 1., +1]',
    [
      [1, /begin with a 0/],
      [5, /before the point/],
      [9, /after the point/],
      [13, /begin with a \+/],
    ],
  ],
  [
    '["C:\\data", "\\x", "\ta"]',
    [
      [4, /^\\d is not an escape/],
      [13, /^\\x is not an escape/],
      [19, /^there is a tab/],
    ],
  ],
  [
    '{"a": 1 // c\n, "b": 2 /* x */}',
    [
      [8, /^comments/],
      [22, /^comments/],
    ],
  ],
  [
    '[1,] 2',
    [
      [3, /one too many/],
      [5, /goes on after the end/],
    ],
  ],
  [
    '[nan, NaN, {"a": Infinity}, -Infinity, -NaN]',
    [
      [1, /write NaN/],
      [39, /write NaN/],
    ],
  ],
  [
    '\uFEFF[x, y]',
    [
      [2, /^x is not JSON/],
      [5, /^y is not JSON/],
    ],
  ],
  // The keys that come twice are told as well, as far as the text could be read.
  [
    '{"a": 1, "a": 2, "b": x, "c": y}',
    [
      [9, /twice/],
      [22, /^x is not/],
      [30, /^y is not/],
    ],
  ],
])('%j', (text, expected) => {
  expect(problemsOf(text).map(({ offset, message }) => [offset, message])).toStrictEqual(
    expected.map(([offset, message]) => [offset, expect.stringMatching(message)]),
  );
});

test.each([
  ['one bracket in the place of another', '{"a":[1,2}, "b" 3}', 9],
  ['a string that does not end on its line', '{"a": "abc\n "b" 1}', 10],
  ['a truncated text', '{"a": [1, {"b"', 14],
  ['a second document', '{"a":1}\n{"b" 2}', 8],
])('after %s nothing is guessed', (_name, text, offset) => {
  expect(problemsOf(text)).toMatchObject([{ offset }]);
});

test('paths of what follows', () => {
  expect(problemsOf('{"a": [x, {"b": y}], "c": [[1], [z]]}').map(({ path }) => path)).toStrictEqual([
    ['a', 0],
    ['a', 1, 'b'],
    ['c', 1, 0],
  ]);
});

test('of very many mistakes, the first are told and all are counted', () => {
  for (const text of [`[${'x, '.repeat(1500)}1]`, `{${'"a": 1, '.repeat(1500)}"a": 1}`]) {
    expect(problemsOf(text)).toHaveLength(1001);
    expect(countProblems(problemsOf(text))).toBe(1500);
  }
});

test.each([
  ['[', ''],
  ['[},', ''],
  ['{"a":', ''],
  ['[x,', ''],
  ['[x,', ']'],
])('a million times %s…%s is explained, quickly', (opening, closing) => {
  const started = performance.now();
  const text = opening.repeat(1_000_000) + closing.repeat(1_000_000);
  expect(problemsOf(text).length).toBeGreaterThan(0);
  // What is quadratic would take hours; a busy machine takes a few seconds.
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('there is an explanation for whatever is refused, in the order of the text, and none for the rest', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b":',
    '"',
    '\\',
    '1',
    '-',
    'NaN',
    'true',
    'x',
    "'",
    '\n',
    '//',
    '\0',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (tokens) => {
      const text = tokens.join('');
      const problems = problemsOf(text);
      expect(problems.length > 0).toBe(parseJson(text).type === 'malformed');
      const offsets = problems.map(({ offset }) => offset ?? 0);
      expect(offsets).toStrictEqual(offsets.toSorted((a, b) => a - b));
      expect(Math.max(0, ...offsets)).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 3000 },
  );
});
