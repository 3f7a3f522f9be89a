import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDelay, treatItem, type ItemResult, type Treatment } from './retry.ts';

type Row = [Treatment, 'index' | 'delete', number, string?];

const table: Row[] = [
  ['done', 'index', 200],
  ['done', 'index', 201],
  ['done', 'delete', 200],
  // What a delete is after is gone already.
  ['done', 'delete', 404],
  // A document that is not there after it was to be written is lost: nobody may call that done.
  ['system', 'index', 404],
  ['retry', 'index', 429, 'es_rejected_execution_exception'],
  ['retry', 'index', 429, 'circuit_breaking_exception'],
  ['retry', 'index', 408],
  ['retry', 'index', 500, 'exception'],
  ['retry', 'index', 502],
  ['retry', 'index', 503, 'unavailable_shards_exception'],
  ['retry', 'index', 504],
  // No master, for the moment.
  ['retry', 'index', 503, 'cluster_block_exception'],
  ['retry', 'delete', 503, 'cluster_block_exception'],
  ['overtaken', 'index', 409, 'version_conflict_engine_exception'],
  ['overtaken', 'delete', 409, 'version_conflict_engine_exception'],
  ['refused', 'index', 413],
  ['refused', 'index', 400, 'document_parsing_exception'],
  ['refused', 'index', 400, 'strict_dynamic_mapping_exception'],
  ['refused', 'index', 400, 'illegal_argument_exception'],
  ['refused', 'index', 400],
  ['system', 'index', 404, 'index_not_found_exception'],
  ['system', 'delete', 404, 'index_not_found_exception'],
  ['system', 'index', 403, 'security_exception'],
  ['system', 'index', 401],
  ['system', 'index', 403],
  // A full disk answers 429, but does not pass by itself.
  ['system', 'index', 429, 'cluster_block_exception'],
  ['system', 'index', 403, 'cluster_block_exception'],
  ['system', 'index', 400, 'index_closed_exception'],
];

test.each(table)('%s: %s answered with %i %s', (treatment, operation, status, errorType) => {
  const result: ItemResult = { status, ...(errorType !== undefined && { errorType }) };
  expect(treatItem(result, operation)).toBe(treatment);
});

describe('the delay', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  test('is between the first delay and three times the one before, and never above the longest', () => {
    fc.assert(
      fc.property(fc.option(fc.nat(20_000), { nil: undefined }), random, (previous, chance) => {
        const delay = nextDelay(previous, chance, 10_000);
        expect(delay).toBeGreaterThanOrEqual(100);
        expect(delay).toBeLessThanOrEqual(Math.min(10_000, Math.max(100, 3 * (previous ?? 100))));
      }),
    );
  });

  test('grows at the worst of luck up to the longest', () => {
    const delays: number[] = [];
    for (let last: number | undefined; delays.length < 8; last = delays.at(-1))
      delays.push(nextDelay(last, 1, 10_000));
    expect(delays).toEqual([300, 900, 2700, 8100, 10_000, 10_000, 10_000, 10_000]);
  });
});
