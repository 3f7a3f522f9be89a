import { expect, test } from 'vitest';
import { isCandidate } from './candidates.ts';

test.each([
  ['a.json', true],
  ['p/q/a.json.gz', true],
  ['A.JSON', true],
  ['a.json.tmp', false],
  ['a.json.part', false],
  ['a.json~', false],
  ['.a.json', false],
  ['.git/a.json', false],
  ['p/.ipynb_checkpoints/a.json', false],
  ['rows.ndjson', false],
  ['a.gz', false],
  ['picture.png', false],
  ['json', false],
])('%s: %s', (path, expected) => {
  expect(isCandidate(path)).toBe(expected);
});
