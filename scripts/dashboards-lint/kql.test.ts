import { describe, expect, test } from 'vitest';
import { KqlError, parseKql } from './kql.ts';

function is(field: string, text: string, quoted = false) {
  return { type: 'is', field, value: { text, quoted } };
}

describe('parseKql', () => {
  test('an empty query asks for everything', () => {
    expect(parseKql('  ')).toBeUndefined();
  });

  test.each([
    ['project : p', is('project', 'p')],
    ['project:"a \\"b\\" c"', is('project', 'a "b" c', true)],
    ['"run.author": *', is('run.author', '*')],
    [
      'primary.score >= -0.5',
      { type: 'range', field: 'primary.score', operator: 'gte', value: { text: '-0.5', quoted: false } },
    ],
    ['not a : 1', { type: 'not', part: is('a', '1') }],
    [
      'a : 1 or b : 2 AND not c : 3',
      {
        type: 'or',
        parts: [is('a', '1'), { type: 'and', parts: [is('b', '2'), { type: 'not', part: is('c', '3') }] }],
      },
    ],
    [
      '(a : 1 or b : 2) and c : 3',
      { type: 'and', parts: [{ type: 'or', parts: [is('a', '1'), is('b', '2')] }, is('c', '3')] },
    ],
    ['split : (train or "test")', { type: 'or', parts: [is('split', 'train'), is('split', 'test', true)] }],
    ['loss', { type: 'anywhere', value: { text: 'loss', quoted: false } }],
  ])('%s', (text, node) => {
    expect(parseKql(text)).toEqual(node);
  });

  test.each([
    ['a : ', '"a : " cannot be read from its end on'],
    ['a : 1 b : 2', '"a : 1 b : 2" cannot be read from "b" at character 7 on'],
    ['(a : 1', '"(a : 1" cannot be read from its end on'],
    ['a : "1', '"a : "1" ends or breaks off at character 5'],
  ])('%s is refused', (text, message) => {
    expect(() => parseKql(text)).toThrow(new KqlError(message));
  });
});
