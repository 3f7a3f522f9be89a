import { expect, test } from 'vitest';
import type { Operation } from '../../../ingest/ports.ts';
import { bulkBody } from './bulk-body.ts';

const linesOf = (operations: readonly Operation[]) => {
  const text = bulkBody(operations, 'lab').toString();
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
};

test('each operation has a line of its own, and its document one below', () => {
  const image = { index: 'images', routing: 'r', version: 7 } as const;
  const file = { index: 'files', body: '{}' } as const;
  expect(
    linesOf([
      { type: 'index', ...image, id: 'a"b', body: '{"ü":"€\u{1F600}"}' },
      { type: 'index', ...image, id: 'b', body: '{"a":1}' },
      { type: 'delete', ...image, id: 'c' },
      { type: 'index', ...file, id: 'd', condition: 'absent' },
      { type: 'index', ...file, id: 'e', condition: { sequence: 3, term: 2 } },
      { type: 'index', ...file, id: 'f' },
    ]),
  ).toEqual([
    { index: { _index: 'lab-images', routing: 'r', version: 7, version_type: 'external_gte', _id: 'a"b' } },
    { ü: '€\u{1F600}' },
    { index: { _index: 'lab-images', routing: 'r', version: 7, version_type: 'external_gte', _id: 'b' } },
    { a: 1 },
    { delete: { _index: 'lab-images', routing: 'r', version: 7, version_type: 'external_gte', _id: 'c' } },
    { create: { _index: 'lab-files', _id: 'd' } },
    {},
    { index: { _index: 'lab-files', if_seq_no: 3, if_primary_term: 2, _id: 'e' } },
    {},
    { index: { _index: 'lab-files', _id: 'f' } },
    {},
  ]);
});

test('text of many bytes a character has its room', () => {
  const body = JSON.stringify({ text: '€'.repeat(10_000) });
  const operations = Array.from({ length: 20 }, (_, n) => ({
    type: 'index' as const,
    index: 'images' as const,
    id: `€${n}`,
    body,
  }));
  const lines = linesOf(operations);
  expect(lines.filter((_, n) => n % 2 === 1)).toEqual(operations.map(() => JSON.parse(body) as unknown));
});
