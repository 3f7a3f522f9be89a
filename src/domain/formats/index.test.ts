import { describe, expect, test } from 'vitest';
import { interpret, interpretOriginal } from './index.ts';

const context = { path: 'digits/svm-014.json', modifiedAt: '2026-08-09T12:00:00.000Z' };

function messageOf(value: unknown): string {
  const meaning = interpret(value, context);
  if (meaning.type !== 'invalid') throw new Error('it is valid');
  expect(meaning.problems).toHaveLength(1);
  return meaning.problems[0]?.message ?? '';
}

describe('a document that no format recognises', () => {
  test.each([[], null, 7, 'text', true, [{ schema: 'runlens.run/1' }]])(
    '%j is no object with a schema',
    (value) => {
      expect(messageOf(value)).toMatch('expected one object with "schema": "runlens.run/1"');
    },
  );

  test.each<[unknown, string]>([
    [{}, 'it has no "schema"'],
    [{ schema: 'other.format/1' }, 'its "schema" is "other.format/1"'],
    [{ schema: null }, 'its "schema" is null'],
    [{ schema: Number.NaN }, 'its "schema" is NaN'],
    [{ schema: 2n ** 64n }, 'its "schema" is 18446744073709551616'],
    [{ schema: ['runlens.run/1'] }, 'its "schema" is ["runlens.run/1"]'],
  ])('%o: %s; and what was looked for', (value, found) => {
    expect(messageOf(value)).toMatch(found);
    expect(messageOf(value)).toMatch('looked for "runlens.run/1" and "runlens.project/1"');
  });

  test('is told in a sentence, however large its schema is', () => {
    const schema = { properties: Array.from({ length: 1000 }, () => 'x') };
    expect(messageOf({ schema }).length).toBeLessThan(250);
  });
});

test('a document is read by the format that recognises it', () => {
  const project = { schema: 'runlens.project/1', title: 'Digits' };
  expect(interpret(project, context)).toMatchObject({
    type: 'project',
    project: { project: 'digits', title: 'Digits' },
  });
});

describe('a stored original', () => {
  test('says again what it said', () => {
    const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: Number.NaN } }, images: [] };
    const meaning = interpret(run, context);
    if (meaning.type !== 'run') throw new Error('it is not valid');
    expect(meaning.original).toBe('{"schema":"runlens.run/1","metrics":{"val":{"accuracy":NaN}}}');
    expect(interpretOriginal(meaning.original, context)).toMatchObject({ type: 'run', run: meaning.run });
  });

  test.each<[unknown, RegExp]>([
    ['{"schema": "runlens.run/2"}', /schema .*newer/],
    ['{"schema": "runlens.run/1"', /./],
    ['', /empty/],
    [undefined, /none/],
  ])('%j cannot be read any more, and says why', (original, reason) => {
    expect(interpretOriginal(original, context)).toEqual({
      type: 'unreadable',
      reason: expect.stringMatching(reason),
    });
  });
});
