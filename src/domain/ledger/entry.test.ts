import { describe, expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { MISSING, needsReading, sameEntry, sameState, type FileState, type LedgerEntry } from './entry.ts';

const state: FileState = { size: 10, modifiedNs: '1000', inode: '7' };
const other: FileState = { size: 11, modifiedNs: '1000', inode: '7' };

const entry = (parts: Partial<LedgerEntry> = {}) => ledgerEntry({ state, ...parts });

const besides = { path: 'p/rows.ndjson', state };
const rejected = (problem: NonNullable<LedgerEntry['problem']>) => entry({ status: 'rejected', problem });

describe('needsReading', () => {
  test.each<[boolean, string, LedgerEntry | undefined, FileState, (FileState | undefined)?]>([
    [true, 'a new file', undefined, state],
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
    [true, 'one that another file stood in the way of', rejected('conflict'), state],
    [true, 'one that could not be opened', rejected('unreadable'), state],
    [true, 'one whose documents were in indices that were deleted', entry({ generation: 'before' }), state],
    [true, 'one that was gone and is back', entry({ status: 'gone' }), state],
    [true, 'one that somebody began to read', entry({ status: 'reading' }), state],
    [true, 'one that was not whole yet', entry({ status: 'waiting', problem: 'incomplete' }), state],
    [false, 'an unchanged side file', entry({ sideFiles: [besides] }), state, state],
    [true, 'a changed side file', entry({ sideFiles: [besides] }), state, other],
    [true, 'a side file that went', entry({ sideFiles: [besides] }), state, undefined],
    [
      false,
      'a side file that is still missing',
      entry({ sideFiles: [{ path: 'p/rows.ndjson', state: MISSING }] }),
      state,
      undefined,
    ],
    [
      true,
      'a side file that arrived',
      entry({ sideFiles: [{ path: 'p/rows.ndjson', state: MISSING }] }),
      state,
      state,
    ],
  ])('%s: %s', (needed, _what, known, now, side) => {
    expect(needsReading(known, now, 'now', () => side)).toBe(needed);
  });

  test('asks for each side file by its path', () => {
    const known = entry({ sideFiles: [besides, { path: 'p/series.ndjson', state: other }] });
    const states = new Map([
      ['p/rows.ndjson', state],
      ['p/series.ndjson', other],
    ]);
    expect(needsReading(known, state, 'now', (path) => states.get(path))).toBe(false);
    states.set('p/series.ndjson', state);
    expect(needsReading(known, state, 'now', (path) => states.get(path))).toBe(true);
  });
});

test('states are the same when all their parts are', () => {
  expect(sameState(state, { ...state })).toBe(true);
  for (const part of [{ size: 0 }, { modifiedNs: '0' }, { inode: '0' }])
    expect(sameState(state, { ...state, ...part })).toBe(false);
});

test('entries are the same when all but the time of looking is', () => {
  expect(sameEntry(entry(), entry({ seenAt: '2027-01-01T00:00:00.000Z' }))).toBe(true);
  expect(sameEntry(entry(), entry({ status: 'partial' }))).toBe(false);
  expect(sameEntry(entry(), entry({ errors: [{ path: '', message: 'x' }] }))).toBe(false);
});
