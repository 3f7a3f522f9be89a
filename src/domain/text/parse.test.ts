import { describe, expect, test } from 'vitest';
import { parseJson, type Malformed } from './parse.ts';

function malformed(text: string): Malformed {
  const parsed = parseJson(text);
  if (parsed.type !== 'malformed') throw new Error(`accepted: ${text.slice(0, 100)}`);
  return parsed;
}

describe('accepts', () => {
  test.each<[string, unknown]>([
    ['12', 12],
    ['-0.5e-3', -0.0005],
    [' {"a": [1, "x", true, false, null, {}], "b": []}\r\n\t', { a: [1, 'x', true, false, null, {}], b: [] }],
    ['\uFEFF{"a": 1}', { a: 1 }],
    ['"a \\"quoted\\" \\\\ \\u00e9 \\n \u{1F600}"', 'a "quoted" \\ é \n \u{1F600}'],
    ['"\\ud83d lone \\udc00"', '\uD83D lone \uDC00'],
    ['["\uD83D"]', ['\uD83D']],
    [
      '{"hash": "e1234", "other": "12e999", "third": "12345678901234567890"}',
      { hash: 'e1234', other: '12e999', third: '12345678901234567890' },
    ],
    ['{"a": {"x": 1}, "b": {"x": 1}}', { a: { x: 1 }, b: { x: 1 } }],
    [
      '{"2": "b", "1": "a", "": 0, "constructor": 1, "toString": 2}',
      { '2': 'b', '1': 'a', '': 0, constructor: 1, toString: 2 },
    ],
    [
      '[0.1234567890123456789, 0.30000000000000004, 1e22, 5e-324, 1.7976931348623157e+308, 1e-05, 0e999, 0.0]',
      [Number('0.1234567890123456789'), 0.30000000000000004, 1e22, 5e-324, Number.MAX_VALUE, 1e-5, 0, 0],
    ],
    [
      '[9007199254740991, 9007199254740992, -9007199254740992, 1000000000000000000]',
      [9007199254740991, 9007199254740992, -9007199254740992, 1e18],
    ],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toStrictEqual({ type: 'parsed', value, warnings: [] });
  });
});

describe('bare tokens that are not finite', () => {
  test.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['[[NaN], [1, [NaN,Infinity ,-Infinity]]]', [[Number.NaN], [1, [Number.NaN, Infinity, -Infinity]]]],
    [
      '{"NaN": NaN, "-Infinity": "Infinity", "x": "a NaN, b", "y": 1e5}',
      { NaN: Number.NaN, '-Infinity': 'Infinity', x: 'a NaN, b', y: 1e5 },
    ],
    [
      '{"a": "\\"NaN", "b": "\\\\", "c": NaN, "d": "\\\\\\""}',
      { a: '"NaN', b: '\\', c: Number.NaN, d: '\\"' },
    ],
    ['{"valueOf": NaN, "hasOwnProperty": 1}', { valueOf: Number.NaN, hasOwnProperty: 1 }],
    ['\uFEFF [NaN]', [Number.NaN]],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toStrictEqual({ type: 'parsed', value, warnings: [] });
  });

  test.each(['"NaN"', '["-Infinity"]'])('%s is text', (text) => {
    expect(parseJson(text)).toStrictEqual({ type: 'parsed', value: JSON.parse(text), warnings: [] });
  });

  test.each([
    '+Infinity',
    'nan',
    '-NaN',
    'NAN',
    'inf',
    '-infinity',
    'NaN1',
    '1NaN',
    '1.NaN',
    'NaNNaN',
    '[-Infinity1]',
    '{NaN: 1}',
    '[NaN NaN]',
  ])('%s is refused', (text) => {
    expect(malformed(text).truncated).toBe(false);
  });
});

describe('numbers that a double cannot hold', () => {
  test.each<[string, bigint]>([
    ['12345678901234567890', 12345678901234567890n],
    ['-9007199254740993', -9007199254740993n],
    ['9007199254740993', 9007199254740993n],
    [`1${'0'.repeat(399)}1`, 10n ** 400n + 1n],
  ])('the integer %s is kept exactly, with a warning', (literal, value) => {
    const parsed = parseJson(`{"run": {"seeds": [1, ${literal}]}}`);
    expect(parsed).toMatchObject({
      type: 'parsed',
      value: { run: { seeds: [1, value] } },
      warnings: [
        {
          path: ['run', 'seeds', 1],
          offset: 22,
          message: expect.stringMatching(/beyond 2\^53.*kept as text/),
        },
      ],
    });
  });

  test.each([
    '1e400',
    '-1e400',
    '1E+0400',
    `${'9'.repeat(400)}.5`,
    `${'9'.repeat(290)}e99`,
    `${'9'.repeat(290)}.0e+20`,
  ])('%s is too large', (literal) => {
    const { problems, truncated } = malformed(`{"loss": ${literal}, "x": 1}`);
    expect(problems).toStrictEqual([
      { path: ['loss'], offset: 9, message: expect.stringContaining('too large for a number') },
    ]);
    expect(truncated).toBe(false);
  });

  test('an integer of ten thousand digits is too large', () => {
    const { problems } = malformed('9'.repeat(10_000));
    expect(problems).toMatchObject([
      { path: [], offset: 0, message: expect.stringContaining('10000 digits') },
    ]);
    expect(problems[0]?.message.length).toBeLessThan(200);
  });

  test.each(['1e-400', '-1.5E-9999', `0.${'0'.repeat(400)}1`, `0.${'0'.repeat(290)}1e-99`])(
    '%s becomes 0, with a warning',
    (literal) => {
      const parsed = parseJson(`[${literal}]`);
      expect(parsed).toMatchObject({
        type: 'parsed',
        warnings: [{ path: [0], offset: 1, message: expect.stringContaining('too small') }],
      });
      expect(parsed).toHaveProperty('value.0', literal.startsWith('-') ? -0 : 0);
    },
  );

  test('a million warnings of one kind are cut short, and counted', () => {
    const parsed = parseJson(`[${'9007199254740993,'.repeat(5000)}0]`);
    const warnings = parsed.type === 'parsed' ? parsed.warnings : [];
    expect(warnings).toHaveLength(1001);
    expect(warnings.at(-1)?.message).toBe('and 4000 more like these');
  });
});

describe('keys', () => {
  test.each<[string, (string | number)[], number]>([
    ['{"a": 1, "a": 1}', ['a'], 9],
    ['{"rows": [{"id": 1}, [{"b": 0, "id": 1, "id": 2}]]}', ['rows', 1, 0, 'id'], 40],
    ['{"a": 1, "\\u0061": 2}', ['a'], 9],
    ['{"x": {"a": 1, "b": {"a": 1}, "a": {}}}', ['x', 'a'], 30],
    ['\uFEFF{"a": NaN, "a": 1}', ['a'], 12],
    ['{"": 1, "": 1}', [''], 8],
  ])('the second one of %s is a problem', (text, path, offset) => {
    const { problems, truncated } = malformed(text);
    expect(problems).toStrictEqual([
      { path, offset, message: `the key ${JSON.stringify(path.at(-1))} appears twice in the same object` },
    ]);
    expect(truncated).toBe(false);
  });

  test('every repetition is told', () => {
    expect(
      malformed('{"a": 1, "a": 2, "b": [{"c": 1, "c": 1}], "a": 3}').problems.map(({ path }) => path),
    ).toStrictEqual([['a'], ['b', 0, 'c'], ['a']]);
  });

  test.each([
    ['{"a": {"__proto__": {"x": 1}}}', 7],
    ['{"a": {"\\u005f_proto__": null}}', 7],
    ['{"a": {"__proto__": NaN}}', 7],
  ])('__proto__ is reserved: %s', (text, offset) => {
    const { problems } = malformed(text);
    expect(problems).toStrictEqual([
      { path: ['a', '__proto__'], offset, message: expect.stringContaining('reserved') },
    ]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('__proto__ is fine as text', () => {
    expect(parseJson('["__proto__"]').type).toBe('parsed');
  });
});
