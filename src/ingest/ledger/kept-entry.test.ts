import { describe, expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { FILE_STATUSES, type FileContent, type LedgerEntry } from '../../domain/ledger/entry.ts';
import { createKeeper, knownSource } from './kept-entry.ts';

const run: FileContent = {
  kind: 'run',
  project: 'p',
  run: { key: 'k', id: 'a' },
  revision: 'r',
  counts: { experiments: 1, scores: 2, images: 3, series: 4, refused: 5 },
};
const rules: FileContent = { kind: 'project', project: 'p', original: '{"a":"ü"}' };
const message = { path: 'metrics', line: 1, column: 2, message: 'no' };

const parts: Record<string, Partial<LedgerEntry>> = {
  'nothing more': {},
  'a run': { content: run },
  'the rules of a project': { content: rules },
  'rules that are empty': { content: { ...rules, original: '' } },
  'several files': {
    files: [
      { path: 'r', state: { size: 1, modifiedNs: '1', inode: '1' } },
      { path: 's', state: { size: -1, modifiedNs: '', inode: '' } },
    ],
  },
  'a lease': {
    status: 'reading',
    lease: { session: 's', host: 'h', process: 1 },
    intended: [run, rules],
    content: run,
  },
  'what is wrong': {
    status: 'rejected',
    problem: 'conflict',
    errors: [message],
    errorCount: 7,
    warnings: [message],
    warningCount: 3,
  },
  'what is only counted': { errorCount: 7, warningCount: 3 },
  'a large file': {
    files: [
      {
        path: 'p/run.json',
        state: { size: 2 ** 40, modifiedNs: '1795444718462567453', inode: '18446744073709551615' },
      },
    ],
  },
  'other times': { version: 1_795_444_813_432, modifiedAt: '1969-12-31T23:59:59.999Z', seenAt: 'whenever' },
};

describe('an entry comes back as it was', () => {
  const { keep, restore } = createKeeper();

  test.each(Object.keys(parts))('%s', (name) => {
    const entry = ledgerEntry(parts[name]);
    expect(restore(keep(entry))).toStrictEqual(entry);
  });

  test.each(FILE_STATUSES)('the status %s', (status) => {
    const entry = ledgerEntry({ status, folder: `/${status}`, generation: status });
    expect(restore(keep(entry))).toStrictEqual(entry);
  });

  test('also after others with something in common', () => {
    const kept = ['a', 'b'].flatMap((path) =>
      [run, rules, undefined].map((content) => keep(ledgerEntry({ path, ...(content && { content }) }))),
    );
    expect(kept.map((each) => [restore(each).path, restore(each).content])).toStrictEqual(
      ['a', 'b'].flatMap((path) => [run, rules, undefined].map((content) => [path, content])),
    );
  });
});

test('what is compared with the files is what the entry says', () => {
  const entry = ledgerEntry({ ...parts['what is wrong'], ...parts['several files'] });
  const { status, generation, files, problem } = entry;
  expect(knownSource(createKeeper().keep(entry))).toStrictEqual({
    status,
    generation,
    files,
    problem,
  });
});
