import { expect, test } from 'vitest';
import { isRare, RARE_REFRESH_INTERVAL } from './backfill.ts';

test.each(['30s', '30000ms', '30001', '-1', '1s', null, undefined])('%s is no interval of ours', (value) => {
  expect(isRare(value)).toBe(false);
});

test('ours is known again as Elasticsearch gives it back', () => {
  expect(isRare(RARE_REFRESH_INTERVAL)).toBe(true);
  // Longer, and rows of a process that nobody follows would be missed; -1 would hide them for ever.
  expect(Number.parseInt(RARE_REFRESH_INTERVAL, 10)).toBeLessThanOrEqual(31_000);
});
