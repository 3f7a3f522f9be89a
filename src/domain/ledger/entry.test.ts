import { describe, expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import {
  ageOfNewest,
  MISSING,
  needsReading,
  sameEntry,
  sameState,
  type FileState,
  type LedgerEntry,
  type SourceFile,
} from './entry.ts';

const state: FileState = { size: 10, modifiedNs: '1000', inode: '7' };
const other: FileState = { size: 11, modifiedNs: '1000', inode: '7' };

function file(path: string, state: FileState) {
  return { path, state };
}

function main(state: FileState) {
  return file('p/run.json', state);
}

function rows(state: FileState) {
  return file('p/rows.ndjson', state);
}

function entry(parts: Partial<LedgerEntry> = {}) {
  return ledgerEntry({ files: [main(state)], ...parts });
}

function withRows(of: FileState) {
  return entry({ files: [main(state), rows(of)] });
}

function rejected(problem: NonNullable<LedgerEntry['problem']>) {
  return entry({ status: 'rejected', problem });
}

describe('needsReading', () => {
  test.each<[boolean, string, LedgerEntry | undefined, FileState]>([
    [true, 'a new source', undefined, state],
    [false, 'an unchanged file', entry(), state],
    [true, 'a larger file', entry(), { ...state, size: 11 }],
    [true, 'a file of the same size written later', entry(), { ...state, modifiedNs: '1001' }],
    [true, 'a file of the same size with an older date: a copy', entry(), { ...state, modifiedNs: '999' }],
    [true, 'another file in its place', entry(), { ...state, inode: '8' }],
    [false, 'an unchanged file with refused documents', entry({ status: 'partial' }), state],
    [false, 'an unchanged file that is not JSON', rejected('malformed'), state],
    [true, 'a changed file that was not JSON', rejected('malformed'), other],
    [false, 'an unchanged file that is not what the format says', rejected('invalid'), state],
    [false, 'an unchanged file that ends too early', rejected('incomplete'), state],
    [true, 'one that another source stood in the way of', rejected('conflict'), state],
    [true, 'one that could not be opened', rejected('unreadable'), state],
    [true, 'one whose documents were in indices that were deleted', entry({ generation: 'before' }), state],
    [true, 'one that was gone and is back', entry({ status: 'gone' }), state],
    [true, 'one that somebody began to read', entry({ status: 'reading' }), state],
    [true, 'one that was not whole yet', entry({ status: 'waiting', problem: 'incomplete' }), state],
    [true, 'one of which the entry knows no file', entry({ files: [] }), state],
  ])('%s: %s', (needed, _what, known, now) => {
    expect(needsReading(known, [main(now)], 'now')).toBe(needed);
  });

  test.each<[boolean, string, LedgerEntry, SourceFile[]]>([
    [false, 'all files unchanged, in any order', withRows(state), [rows(state), main(state)]],
    [true, 'one of them changed', withRows(state), [main(state), rows(other)]],
    [true, 'one of them went', withRows(state), [main(state)]],
    [false, 'one of them still missing', withRows(MISSING), [main(state)]],
    [true, 'one that was missing is there', withRows(MISSING), [main(state), rows(state)]],
    [true, 'one more than is known', entry(), [main(state), rows(state)]],
    [true, 'one in the place of another', entry(), [rows(state)]],
  ])('%s: of several files, %s', (needed, _what, known, now) => {
    expect(needsReading(known, now, 'now')).toBe(needed);
  });
});

test('states are the same when all their parts are', () => {
  expect(sameState(state, { ...state })).toBe(true);
  for (const part of [{ size: 0 }, { modifiedNs: '0' }, { inode: '0' }])
    expect(sameState(state, { ...state, ...part })).toBe(false);
});

test('the age of several files is that of the one that was changed last', () => {
  const at = (modifiedNs: string) => rows({ ...state, modifiedNs });
  expect(ageOfNewest([at('1000000000'), at('3000000000'), at('2000000000')], 5000)).toBe(2000);
  expect(ageOfNewest([at('3000000000'), rows(MISSING)], 5000)).toBe(2000);
  expect(ageOfNewest([at('6000000000')], 5000)).toBe(-1000);
});

test('entries are the same when all but the time of looking is', () => {
  expect(sameEntry(entry(), entry({ seenAt: '2027-01-01T00:00:00.000Z' }))).toBe(true);
  expect(sameEntry(entry(), entry({ status: 'partial' }))).toBe(false);
  expect(sameEntry(entry(), entry({ errors: [{ path: '', message: 'x' }] }))).toBe(false);
});
