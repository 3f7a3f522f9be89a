import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { parseJson } from './parse.ts';
import { stringifyExact } from './stringify.ts';

test.each<[unknown, string]>([
  [{ a: [1, 'x', true, null, {}], b: Number.NaN }, '{"a":[1,"x",true,null,{}],"b":NaN}'],
  [[Infinity, -Infinity], '[Infinity,-Infinity]'],
  [12345678901234567890n, '12345678901234567890'],
  [-0, '0'],
  [2 ** 60, '1152921504606846976'],
  [1e21, '1e+21'],
  [5e-324, '5e-324'],
  ['NaN', '"NaN"'],
  ['\uD83D', String.raw`"\ud83d"`],
  [{ left: undefined, kept: 1, 'a "b"': 2 }, String.raw`{"kept":1,"a \"b\"":2}`],
  [[], '[]'],
])('%o', (value, text) => {
  expect(stringifyExact(value)).toBe(text);
});

test.each([undefined, () => 1, Symbol('s'), [undefined]])('%o has no text', (value) => {
  expect(() => stringifyExact(value)).toThrow(TypeError);
});

test('is read back as it was', () => {
  const key = fc
    .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('NaN', '"', '1', 'constructor'))
    .filter((name) => name !== '__proto__');
  // -0 has no text of its own, and a bigint that is a double as well comes back as a number.
  const leaf = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('NaN', '-Infinity', '__proto__'),
    fc.double().map((number) => number + 0),
    fc.integer(),
    fc.maxSafeInteger(),
    fc
      .double({ noDefaultInfinity: true, noNaN: true, min: 1e15, max: 1e24, noInteger: false })
      .map(Math.trunc),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).filter((number) => BigInt(Number(number)) !== number),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('value')),
      fc.dictionary(key, tie('value'), { noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (written) => {
      const parsed = parseJson(stringifyExact(written));
      expect(parsed).toMatchObject({ type: 'parsed' });
      expect(parsed.type === 'parsed' && isDeepStrictEqual(parsed.value, written)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
