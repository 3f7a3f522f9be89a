import { describe, expect, test } from 'vitest';
import type { RowWriter } from '../../../domain/rows/index.ts';
import { append } from '../../../domain/text/growing-bytes.ts';
import type { Operation } from '../../../ingest/ports/store.ts';
import { codec } from '../../codec.ts';
import { createBatch, type WrittenBatch } from './batch.ts';

function batchOf(operations: readonly Operation[]): WrittenBatch {
  const batch = createBatch('lab');
  for (const operation of operations) batch.add(operation);
  return batch;
}

function linesOf(batch: WrittenBatch): unknown[] {
  const lines = batch.body().toString().split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as unknown);
}

const image = { index: 'images', routing: 'r', version: 7 } as const;
const file = { index: 'files', body: '{}' } as const;
const OPERATIONS: Operation[] = [
  { type: 'index', ...image, id: 'a"b', body: '{"ü":"€\u{1F600}"}' },
  { type: 'index', ...image, id: 'b', body: '{"a":1}' },
  { type: 'delete', ...image, id: 'c' },
  { type: 'index', ...file, id: 'd', condition: 'absent' },
  { type: 'index', ...file, id: 'e', condition: { sequence: 3, term: 2 } },
  { type: 'index', ...file, id: 'f' },
];
const target = { _index: 'lab-images', routing: 'r', version: 7, version_type: 'external_gte' };
const LINES: object[][] = [
  [{ index: { ...target, _id: 'a"b' } }, { ü: '€\u{1F600}' }],
  [{ index: { ...target, _id: 'b' } }, { a: 1 }],
  [{ delete: { ...target, _id: 'c' } }],
  [{ create: { _index: 'lab-files', _id: 'd' } }, {}],
  [{ index: { _index: 'lab-files', if_seq_no: 3, if_primary_term: 2, _id: 'e' } }, {}],
  [{ index: { _index: 'lab-files', _id: 'f' } }, {}],
];

test('each operation has a line of its own, and its document one below', () => {
  const batch = batchOf(OPERATIONS);
  expect(linesOf(batch)).toEqual(LINES.flat());
  expect([batch.count, batch.bytes]).toEqual([OPERATIONS.length, batch.body().length]);
});

function row(n: number): RowWriter {
  return {
    id: (into) => append(into, codec.encode(JSON.stringify(`"${n}"`))),
    document: (into) => append(into, codec.encode(JSON.stringify({ n, text: 'x'.repeat(50_000) }))),
  };
}

test('rows write themselves', () => {
  const batch = createBatch('lab');
  const rows = { type: 'index', index: 'images', routing: 'r', version: 7 } as const;
  for (const n of [0, 1, 2]) batch.addRow(rows, row(n));
  expect(linesOf(batch)).toEqual(
    [0, 1, 2].flatMap((n) => [{ index: { ...target, _id: `"${n}"` } }, { n, text: 'x'.repeat(50_000) }]),
  );
  expect(batch.subjectOf(1)).toEqual({ type: 'index', index: 'images', id: '"1"' });
});

describe('of what is in a batch', () => {
  test('the body tells what it is about', () => {
    const batch = batchOf(OPERATIONS);
    expect(OPERATIONS.map((_, n) => batch.subjectOf(n))).toEqual(
      OPERATIONS.map(({ type, index, id }) => ({ type, index, id })),
    );
  });

  test.each([[[0]], [[5]], [[1, 2, 4]], [[0, 1, 2, 3, 4, 5]], [[]]])(
    '%j go into one of their own',
    (numbers) => {
      const some = batchOf(OPERATIONS).only(numbers);
      expect(some.count).toBe(numbers.length);
      expect(numbers.map((_, n) => some.subjectOf(n).id)).toEqual(numbers.map((n) => OPERATIONS[n]?.id));
      const isConditional = numbers.some((n) => OPERATIONS[n]?.condition !== undefined);
      const written = some as WrittenBatch;
      expect(written.isConditional()).toBe(isConditional);
      expect(linesOf(written)).toEqual(numbers.flatMap((n) => LINES[n] ?? []));
    },
  );

  test('a part can be parted again', () => {
    const part = batchOf(OPERATIONS).only([1, 2, 4]).only([1, 2]) as WrittenBatch;
    expect(linesOf(part)).toEqual([...(LINES[2] ?? []), ...(LINES[4] ?? [])]);
  });
});

test('text of many bytes a character has its room', () => {
  const body = JSON.stringify({ text: '€'.repeat(10_000) });
  const operations = Array.from({ length: 20 }, (_, n) => ({
    type: 'index' as const,
    index: 'images' as const,
    id: `€${n}`,
    body,
  }));
  const lines = linesOf(batchOf(operations));
  expect(lines.filter((_, n) => n % 2 === 1)).toEqual(operations.map(() => JSON.parse(body) as unknown));
});
