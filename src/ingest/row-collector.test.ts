import { describe, expect, test } from 'vitest';
import { textReader } from '../adapters/json/text-reader.ts';
import type { RowReading } from '../domain/formats/format.ts';
import { PROBLEM_LIMIT, type Path } from '../domain/problem.ts';
import { collectRows } from './row-collector.ts';

type Row = { id: string; value: number };

/** A row is good when it has an id; `"warn"` in place of a value is warned of. */
const read = (value: unknown, at: Path): RowReading<Row> => {
  const { id, value: number } = value as { id?: string; value?: number | 'warn' };
  if (id === undefined)
    return { rows: [], problems: [{ path: [...at, 'id'], message: 'is required' }], warnings: [] };
  const warnings = number === 'warn' ? [{ path: [...at, 'value'], message: 'is odd' }] : [];
  return { rows: [{ id, value: Number(number) }], problems: [], warnings };
};

const collector = () =>
  collectRows<Row>({ read, identity: ({ id }) => `row ${id}` }, textReader, 'p/rows.ndjson');

describe('rows of the run file itself', () => {
  const text = '{"images": [\n  {"id": "a", "value": 1},\n  {"value": 2},\n  {"id": "a", "value": 3}]}';

  test('are read one by one; a later one of the same identity takes the place of the earlier, with a warning', () => {
    const rows = collector();
    for (const [index, row] of (JSON.parse(text) as { images: unknown[] }).images.entries())
      rows.take(row, ['images', index]);
    expect(rows.finish(text)).toEqual({
      rows: [{ id: 'a', value: 3 }],
      errors: [{ path: 'images[1].id', line: 3, column: 3, message: 'is required' }],
      errorCount: 1,
      warnings: [
        {
          path: 'images[2]',
          line: 4,
          column: 3,
          message: 'row a was there before; this later row replaces it',
        },
      ],
      warningCount: 1,
      incomplete: false,
    });
  });
});

test('rows of a side file are found in its lines', () => {
  const rows = collector();
  rows.take({ value: 1 }, [], { number: 7, text: '  {"value": 1}' });
  const warned = { id: 'b', value: 'warn' };
  rows.take(warned, [], { number: 9, text: JSON.stringify(warned) });
  rows.warn([{ path: [], message: 'is long', offset: 3 }], { number: 9, text: JSON.stringify(warned) });
  expect(rows.finish('{}')).toMatchObject({
    errors: [{ path: 'id', line: 7, column: 3, file: 'p/rows.ndjson' }],
    warnings: [
      { path: 'value', line: 9, column: 19, file: 'p/rows.ndjson' },
      { path: '', line: 9, column: 4, message: 'is long' },
    ],
    warningCount: 2,
  });
});

test('of very many findings, the first are told and the rest are counted', () => {
  const rows = collector();
  for (let index = 0; index < 2 * PROBLEM_LIMIT; index += 1) {
    rows.take({}, ['images', index]);
    rows.take({ id: String(index), value: 'warn' }, ['images', index]);
  }
  const { errors, errorCount, warnings, warningCount } = rows.finish('{}');
  expect([errors.length, errorCount]).toEqual([PROBLEM_LIMIT, 2 * PROBLEM_LIMIT]);
  expect([warnings.length, warningCount]).toEqual([PROBLEM_LIMIT, 2 * PROBLEM_LIMIT]);
});
