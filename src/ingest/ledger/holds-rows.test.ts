import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import type { FileContent, FileCounts } from '../../domain/ledger/entry.ts';
import { holdsRows } from './holds-rows.ts';
import { createLedgerView } from './ledger-view.ts';

const run = (counts: Partial<FileCounts>): FileContent => ({
  kind: 'run',
  project: 'p',
  run: { key: 'key', id: 'id' },
  revision: 'r',
  counts: { experiments: 1, scores: 2, images: 0, series: 0, refused: 0, ...counts },
});

test.each([
  ['a run with images', { content: run({ images: 1 }) }, true],
  [
    'a run with series, not all of which were taken',
    { content: run({ series: 1 }), status: 'partial' as const },
    true,
  ],
  ['a run without rows', { content: run({}) }, false],
  ['rules', { content: { kind: 'project', project: 'p', original: '{}' } as const }, false],
  ['a file that was refused', { status: 'rejected' as const }, false],
  ['rows in an index that is no more', { content: run({ images: 1 }), generation: 'before' }, false],
])('%s: %j', (_name, parts, holds) => {
  expect(holdsRows(createLedgerView([ledgerEntry(parts)]), 'now')).toBe(holds);
});

test('one of many is enough, and none of none', () => {
  const entries = [ledgerEntry({ path: 'a' }), ledgerEntry({ path: 'b', content: run({ images: 1 }) })];
  expect(holdsRows(createLedgerView(entries), 'now')).toBe(true);
  expect(holdsRows(createLedgerView([]), 'now')).toBe(false);
});
