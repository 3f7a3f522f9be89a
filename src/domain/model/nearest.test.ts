import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  const keys = ['metrics', 'primary_metric', 'hyperparameters', 'project', 'run'];

  it.each([
    ['metric', 'metrics'],
    ['primay_metric', 'primary_metric'],
    ['primaryMetric', 'primary_metric'],
    ['hyperparams', 'hyperparameters'],
    ['porject', 'project'],
    ['rnu', 'run'],
    ['RUN', 'run'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  it.each(['elephant', '', 'r', 'metadata', 'x'.repeat(1_000_000)])(
    'offers nothing where nothing is close',
    (word) => {
      expect(nearest(word, keys)).toBeUndefined();
    },
  );

  it('counts a swap of neighbours as one edit', () => {
    expect(nearest('nmae', ['nope', 'name'])).toBe('name');
    expect(nearest('ab', ['ba'])).toBe('ba');
  });

  it('prefers fewer edits, then the first', () => {
    expect(nearest('splits', ['split_', 'split', 'splits_'])).toBe('split_');
    expect(nearest('value', ['volume', 'valve'])).toBe('valve');
  });

  it('never offers a word that shares no letter', () => {
    expect(nearest('a', ['b'])).toBeUndefined();
  });

  it('offers nothing when there are no candidates', () => {
    expect(nearest('run', [])).toBeUndefined();
  });
});
