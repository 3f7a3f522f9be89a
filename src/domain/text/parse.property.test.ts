import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { parseJson } from './parse.ts';
import { readCarefully } from './read.ts';

/** Without what is meant to be read in another way: the reserved key, and integers beyond the doubles. */
function isOrdinary(text: string): boolean {
  return !text.includes('__proto__') && !/(?<![.\d])\d{16,}(?![.\de])/.test(text);
}

const goodText = fc.json({ maxDepth: 4 }).filter(isOrdinary);

/** Any value as JSON text with blanks between the tokens, so that every state of the reader meets them. */
const spacedText = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 1, '\t', '\r\n'))
  .map(([value, indent]) => JSON.stringify(value, null, indent))
  .filter(isOrdinary);

test('what JSON.parse reads is read the same, by either way', () => {
  fc.assert(
    fc.property(fc.oneof(goodText, spacedText), (text) => {
      const value: unknown = JSON.parse(text);
      expect(isDeepStrictEqual(parseJson(text), { type: 'parsed', value, warnings: [] })).toBe(true);
      const reading = readCarefully(text, 0, text.length);
      const found = { value, problems: [], warnings: [], mistake: undefined, cut: undefined };
      expect(isDeepStrictEqual(reading, found)).toBe(true);
    }),
  );
});

test('what JSON.parse refuses is refused, and what it accepts is refused only for a reason of ours', () => {
  const pieces = [...'"\'\\,:{}[]01-.e+/té\n\0 '.split(''), 'null', '9007199254740993'];
  const change = fc.record({
    text: fc.oneof(goodText, spacedText),
    at: fc.nat(),
    deleted: fc.nat(2),
    inserted: fc.constantFrom('', ...pieces),
  });
  fc.assert(
    fc.property(change, ({ text, at, deleted, inserted }) => {
      const start = at % (text.length + 1);
      const changed = text.slice(0, start) + inserted + text.slice(start + deleted);
      expect(verdict(changed)).toBe('right');
    }),
    { numRuns: 2000 },
  );
});

test('every beginning of an object or array is truncated', () => {
  const text = fc.oneof(goodText, spacedText).filter((whole) => /^[[{]/.test(whole));
  fc.assert(
    fc.property(text, fc.nat(), (whole, at) => {
      const beginning = whole.slice(0, 1 + (at % (whole.length - 1)));
      expect(parseJson(beginning)).toMatchObject({ type: 'malformed', truncated: true });
      expect(parseJson(`${beginning}\0\0`)).toMatchObject({ type: 'malformed', truncated: true });
    }),
  );
});

function nativeParse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function verdict(text: string): string {
  const parsed = parseJson(text);
  const native = nativeParse(text);
  if (parsed.type === 'malformed') {
    const [problem] = parsed.problems;
    if (problem === undefined) return 'refused without a word';
    return native === undefined || /twice|reserved|too large/.test(problem.message)
      ? 'right'
      : `refused: ${problem.message}`;
  }
  if (native === undefined) return 'accepted';
  return parsed.warnings.length > 0 || isDeepStrictEqual(parsed.value, native.value)
    ? 'right'
    : 'another value';
}
