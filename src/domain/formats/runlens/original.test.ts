import { expect, test } from 'vitest';
import { interpretFile } from './interpret.ts';
import { interpretOriginal } from './original.ts';

const context = { path: 'digits/svm-014.json', modifiedAt: '2026-08-09T12:00:00.000Z' };

test('a stored original says again what it said', () => {
  const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: Number.NaN } }, images: [] };
  const meaning = interpretFile(run, context);
  if (meaning.type !== 'run') throw new Error('it is not valid');
  expect(meaning.original).toBe('{"schema":"runlens.run/1","metrics":{"val":{"accuracy":NaN}}}');
  expect(interpretOriginal(meaning.original, context)).toMatchObject({ type: 'run', run: meaning.run });
});

test.each<[string, RegExp]>([
  ['{"schema": "runlens.run/2"}', /schema .*newer/],
  ['{"schema": "runlens.run/1"', /./],
  ['{}', /has no "schema"/],
  ['', /empty/],
])('%j cannot be read any more, and says why', (original, reason) => {
  expect(interpretOriginal(original, context)).toEqual({
    type: 'unreadable',
    reason: expect.stringMatching(reason),
  });
});
