import { describe, expect, test } from 'vitest';
import { canonicalSplit } from './split.ts';

describe('the usual spellings', () => {
  test.each([
    ['train', 'train training Train TRAINING'],
    ['validation', 'val valid validation dev Val'],
    ['test', 'test testing holdout Test'],
  ])('of %s', (split, spellings) => {
    for (const name of spellings.split(' ')) expect(canonicalSplit(name)).toBe(split);
  });
});

test.each(['all', 'Site A', 'val2', 'train/site', '', 'constructor', ' val', 'тест'])(
  '%j is another split, and is kept as it is',
  (name) => {
    expect(canonicalSplit(name)).toBe(name);
  },
);
