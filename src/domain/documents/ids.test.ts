import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { fileId, imageId, pointId, runKey, scoreId } from './ids.ts';

describe('ids are what they have always been: another id would be another document', () => {
  const key = runKey(digest, 'digits', 'svm-014');

  test.each([
    ['run', key, 'ScBMsmS6sUUw96vrpTLhYo'],
    ['score', scoreId(digest, key, { split: 'validation', metric: 'accuracy' }), 'ENFwht22qpthEF4UDSd4Hr'],
    [
      'score of an entity',
      scoreId(digest, key, { split: 'validation', metric: 'accuracy', entity: '7' }),
      'qqX1FkSSU-9X9TnVLyOqoU',
    ],
    [
      'image',
      imageId(digest, key, { split: 'validation', id: 'images/7.png' }),
      'ScBMsmS6sUUw96vrpTLhYo10:validationimages/7.png',
    ],
    [
      'image with a long name',
      imageId(digest, key, { split: 'validation', id: 'x'.repeat(200) }),
      'YWqQHGKQdtAvpBRCjh91Zx',
    ],
    [
      'image with a strange name',
      imageId(digest, key, { split: 'test', id: 'a\nb' }),
      '6BZrnjdSNYioXcbiM8-R4r',
    ],
    [
      'point',
      pointId(digest, key, { split: 'test', name: 'demand', timestamp: '2026-08-09T00:00:00.000Z' }),
      'b9MXIdOmitICZkrJYRpMOd',
    ],
    ['file', fileId(digest, '/results', 'digits/svm-014.json'), 'jIvt0kVXRFKx8k-yq6-q2U'],
  ])('of a %s', (_what, id, literal) => {
    expect(id).toBe(literal);
  });
});

/** Names made of what separates names elsewhere. */
const awkward = fc.oneof(
  fc.constantFrom(
    'a|b',
    'a',
    'b',
    '"a","b"',
    'a","b',
    '["a"',
    'null',
    '',
    ' ',
    '\\',
    '\\"',
    '/',
    'ß',
    '\ud800',
    '\ud801',
    '\0',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

const tuple = fc.tuple(awkward, awkward);
const entity = fc.option(awkward, { nil: undefined });

const cases: [string, (id: (text: string) => string, parts: readonly (string | undefined)[]) => string][] = [
  ['run', (id, [project = '', run = '']) => runKey(id, project, run)],
  ['image', (id, [split = '', image = '']) => imageId(id, 'k', { split, id: image })],
  ['file', (id, [folder = '', path = '']) => fileId(id, folder, path)],
  ['score', (id, [split = '', metric = '', part]) => scoreId(id, 'k', { split, metric, entity: part })],
  [
    'point',
    (id, [split = '', name = '', part]) => pointId(id, 'k', { split, name, entity: part, timestamp: 't' }),
  ],
];

test.each(cases)('two different names of a %s never have one id', (kind, idOf) => {
  const parts = kind === 'score' || kind === 'point' ? fc.tuple(awkward, awkward, entity) : tuple;
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const isSame = a.length === b.length && a.every((part, position) => part === b[position]);
      // What is digested is compared, not the digest: whether SHA-256 collides is not ours to test.
      expect(idOf((text) => text, a) === idOf((text) => text, b)).toBe(isSame);
      expect(idOf(digest, a) === idOf(digest, b)).toBe(isSame);
    }),
    { numRuns: 300 },
  );
});
