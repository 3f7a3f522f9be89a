import { describe, expect, test } from 'vitest';
import { parseJson, type Malformed } from './parse.ts';
import { DEEPEST_NESTING } from './scan.ts';

function malformed(text: string): Malformed {
  const parsed = parseJson(text);
  if (parsed.type !== 'malformed') throw new Error(`accepted: ${text.slice(0, 100)}`);
  return parsed;
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

describe('depth', () => {
  test.each<[string, string]>([
    ['arrays, one too many', nested(DEEPEST_NESTING + 1)],
    ['a million arrays', nested(1_000_000)],
    ['a million open arrays', '['.repeat(1_000_000)],
    ['a million open objects', '{"a":'.repeat(1_000_000)],
    ['a million objects', `${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`],
  ])('%s', (_name, text) => {
    const started = performance.now();
    const { problems, truncated } = malformed(text);
    expect(problems).toMatchObject([{ message: 'objects and arrays are nested more than 100 levels deep' }]);
    expect(problems[0]?.path).toHaveLength(DEEPEST_NESTING);
    expect(problems[0]?.offset).toBe((text.startsWith('[') ? 1 : 5) * DEEPEST_NESTING);
    expect(truncated).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('as deep as it may be', () => {
    expect(parseJson(nested(DEEPEST_NESTING)).type).toBe('parsed');
    expect(parseJson(nested(DEEPEST_NESTING).replace('[]', '[NaN]')).type).toBe('parsed');
  });

  test('brackets in text do not count', () => {
    expect(parseJson(JSON.stringify('['.repeat(1000))).type).toBe('parsed');
  });
});

describe('nothing', () => {
  test.each(['', ' ', '\r\n\t ', '\uFEFF', '\uFEFF\n'])('%j is an empty file', (text) => {
    expect(malformed(text)).toStrictEqual({
      type: 'malformed',
      problems: [{ path: [], message: 'the file is empty' }],
      // As a file is between being made and being written.
      truncated: true,
    });
  });
});

describe('truncated text', () => {
  const whole = '{"a": [1.5e-3, true, NaN, "x\\u00e9\\\\", {"b": -Infinity}], "c": null, "é\u{1F600}": ""}';

  test.each(Array.from({ length: whole.length - 1 }, (_, index) => whole.slice(0, index + 1)))(
    '%s',
    (text) => {
      const { problems, truncated } = malformed(text);
      expect(truncated).toBe(true);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({
        offset: text.length,
        message: expect.stringMatching(/ends in the middle of .*truncated, or still being written/),
      });
    },
  );

  test.each<[string, (string | number)[], string]>([
    ['{"a": [1, {"b"', ['a', 1], 'an object'],
    ['{"a": [1, {"b": 2}', ['a'], 'an array'],
    ['{"a": 1', [], 'an object'],
    ['{"a": [1, {"b": "x', ['a', 1, 'b'], 'a string'],
    ['{"a": [1, tr', ['a', 1], '"tr"'],
  ])('%s ends in the middle of %j', (text, path, middle) => {
    expect(malformed(text).problems).toMatchObject([
      { path, message: expect.stringContaining(`the middle of ${middle}:`) },
    ]);
  });

  test.each(['-', '1.', '1e', '-1.5E+', 'tr', 'N', '-Inf', '"', '"a', '"\\', '"\\u12'])(
    'the scalar %s',
    (text) => {
      expect(malformed(text).truncated).toBe(true);
    },
  );

  test.each(['1', '12', '-1.5', '1e5', 'null'])('%s alone is whole', (text) => {
    expect(parseJson(text).type).toBe('parsed');
  });

  test.each([
    ['{"a": 1}\0', '1 zero byte:'],
    ['{"a": 1}\n\0\0\0', '3 zero bytes:'],
    ['{"a": [1, \0\0', '2 zero bytes:'],
    ['{"a": "x\0\0', '2 zero bytes:'],
  ])('%j ends in room that was reserved', (text, message) => {
    const { problems, truncated } = malformed(text);
    expect(problems).toMatchObject([
      { path: [], offset: text.indexOf('\0'), message: expect.stringContaining(message) },
    ]);
    expect(truncated).toBe(true);
  });

  test.each(['\0', '\0\0\0', ' \0'])('%j is filled with zeros', (text) => {
    expect(malformed(text)).toMatchObject({
      problems: [{ message: expect.stringContaining('filled with zero bytes') }],
      truncated: true,
    });
  });

  test('a mistake before the end is no truncation', () => {
    expect(malformed('{"a": 1 "b": [').truncated).toBe(false);
    expect(malformed('{"a": tru "b": [\0').truncated).toBe(false);
  });
});

describe('is strict', () => {
  test.each<[string, number, (string | number)[], RegExp]>([
    ['{"a": 1 // note\n}', 8, ['a'], /^comments are not JSON/],
    ['/* note */ {}', 0, [], /^comments are not JSON/],
    ['# note\n{}', 0, [], /^comments are not JSON/],
    ['[1, 2,]', 6, [2], /^the comma before this closing bracket is one too many/],
    ['{"a": 1,}', 8, [], /^the comma before this closing bracket is one too many/],
    ["{'a': 1}", 1, [], /double quotes/],
    ["['a']", 1, [0], /double quotes/],
    ['{a: 1}', 1, [], /expected a key in double quotes, found "a"/],
    ['{"a": 1 "b": 2}', 8, ['a'], /^a comma is missing before this \(a string\)/],
    ['{"a" 1}', 5, ['a'], /^a colon is missing/],
    ['{"a": }', 6, ['a'], /^a value is missing after the colon/],
    ['[1,,2]', 3, [1], /^a value is missing here: found ","/],
    ['{"a":1,,"b":2}', 7, [], /^there is a comma too many/],
    ['[1}', 2, [0], /expected a comma or the end of the array \(\]\), found "}"/],
    ['{"a":1]', 6, ['a'], /expected a comma or the end of the object \(}\), found "]"/],
    ['{"a":1}\n{"a":2}', 8, [], /^the file goes on after the end/],
    ['1 2', 2, [], /^the file goes on after the end/],
    [']', 0, [], /^a value is missing here/],
    ['[True]', 1, [0], /^True is not JSON: write true/],
    ['[None]', 1, [0], /^None is not JSON: write null/],
    ['[nan]', 1, [0], /^nan is not JSON: write NaN/],
    ['[+Infinity]', 1, [0], /write Infinity/],
    ['[01]', 1, [0], /may not begin with a 0/],
    ['[-012]', 1, [0], /may not begin with a 0/],
    ['[+1]', 1, [0], /may not begin with a \+/],
    ['[.5]', 1, [0], /a digit is missing before the point/],
    ['[1.]', 1, [0], /a digit is missing after the point/],
    ['[0x10]', 1, [0], /0x10 is not a number/],
    ['[1e]', 1, [0], /1e is not a number/],
    ['[abc]', 1, [0], /^abc is not JSON: text needs double quotes/],
    ['["a\nb"]', 3, [0], /^a line ends inside a string/],
    ['["a\tb"]', 3, [0], /^there is a tab inside a string/],
    ['["a\u0001b"]', 3, [0], /U\+0001/],
    ['["a\0b"]', 3, [0], /U\+0000/],
    ['["C:\\data"]', 4, [0], /^\\d is not an escape in JSON/],
    ['["\\n \\u12g4"]', 5, [0], /^\\u12g4 is not an escape in JSON/],
    ['{"\\x": 1}', 2, [], /^\\x is not an escape/],
    ['[1,\u00a02]', 3, [1], /U\+00A0/],
    ['[1, \0 2]', 4, [1], /a zero byte/],
    ['\uFEFF\uFEFF1', 1, [], /U\+FEFF/],
    ['[1, \uFEFF2]', 4, [1], /U\+FEFF/],
    ['[é]', 1, [0], /found "é"/],
  ])('%j', (text, offset, path, message) => {
    expect(malformed(text)).toStrictEqual({
      type: 'malformed',
      problems: [{ path, offset, message: expect.stringMatching(message) }],
      truncated: false,
    });
  });

  test('tells the keys that come twice before the place where it has to stop', () => {
    expect(malformed('{"a": 1, "a": 2, "b": x}').problems.map(({ offset }) => offset)).toStrictEqual([9, 22]);
  });

  test('quotes no more of the file than can be read', () => {
    expect(malformed(`[${'x'.repeat(100_000)}]`).problems[0]?.message.length).toBeLessThan(200);
    expect(malformed(`[1 ${'x'.repeat(100_000)}]`).problems[0]?.message.length).toBeLessThan(200);
  });
});
