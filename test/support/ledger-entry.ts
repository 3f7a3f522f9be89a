import type { LedgerEntry } from '../../src/domain/ledger/entry.ts';

/** An entry of the ledger of a file that is in; what matters to a test is said by the test. */
export function ledgerEntry(parts: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    folder: '/results',
    path: 'p/run.json',
    status: 'indexed',
    version: 1,
    files: [{ path: parts.path ?? 'p/run.json', state: { size: 10, modifiedNs: '1000', inode: '7' } }],
    modifiedAt: '2026-08-09T12:00:00.000Z',
    errors: [],
    errorCount: 0,
    warnings: [],
    warningCount: 0,
    generation: 'now',
    seenAt: '2026-08-09T12:00:01.000Z',
    ...parts,
  };
}
