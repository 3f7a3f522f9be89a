import { expect, test } from 'vitest';
import { describeUnranked, describeUnrankedImages } from './unranked.ts';

test.each([
  [{}, ''],
  [{ 'not-completed': 1 }, '1 run is not completed'],
  [
    { 'no-primary-metric': 2, 'not-completed': 3 },
    '3 runs are not completed; 2 have no primary metric: name one in project.json',
  ],
  [
    { 'not-finite': 5, 'primary-metric-missing': 1 },
    '5 runs have values that are not finite; 1 has no value of its primary metric on the split that is ranked',
  ],
])('%j', (counts, words) => {
  expect(describeUnranked(counts)).toBe(words);
});

test.each([
  [{}, ''],
  [{ 'not-finite': 1 }, '1 image with a "dice" that is not finite'],
  [{ 'metric-missing': 1, 'not-finite': 3 }, '3 images with a "dice" that is not finite; 1 without a "dice"'],
])('images: %j', (counts, words) => {
  expect(describeUnrankedImages(counts, 'dice')).toBe(words);
});
