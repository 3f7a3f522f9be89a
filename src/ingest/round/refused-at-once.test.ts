import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import type { FileContent } from '../../domain/ledger/entry.ts';
import { refusedAtOnce } from './refused-at-once.ts';

function counted(path: string, images: number, refused: number): FileContent {
  return {
    kind: 'run',
    project: 'p',
    run: { key: path, id: path },
    revision: 'r',
    counts: { experiments: 1, scores: 0, images, series: 0, refused },
  };
}

const errors = [{ path: 'images/x', message: 'no such field' }];

function entry(path: string, images: number, refused: number) {
  return {
    entry: ledgerEntry({
      path,
      content: counted(path, images, refused),
      errors: refused > 0 ? errors : [],
    }),
  };
}

test('runs whose own documents were refused count as well; files that were not sent do not', () => {
  const rejected = ledgerEntry({ status: 'rejected', problem: 'refused', errors });
  const results = ['a', 'b', 'c'].map((path) => ({ entry: rejected, unwanted: counted(path, 0, 2) }));
  expect(refusedAtOnce(results)).toMatchObject({ type: 'bad-request' });
  const unsent = { entry: { ...rejected, content: counted('d', 100, 0) } };
  expect(refusedAtOnce([...results, unsent])).toMatchObject({ type: 'bad-request' });
});

test('more than half of all documents, of three files: not their fault', () => {
  const failure = refusedAtOnce(['a', 'b', 'c'].map((path) => entry(path, 0, 2)));
  expect(failure).toMatchObject({ type: 'bad-request' });
  expect(failure?.reason).toContain('6 of 9 documents, of 3 files');
  expect(failure?.reason).toContain('no such field');
});

test('while it is so, a single file is enough: the rest of them may just not be due', () => {
  expect(refusedAtOnce([entry('a', 0, 2)], true)).toMatchObject({ type: 'bad-request' });
  expect(refusedAtOnce([entry('a', 5, 2)], true)).toBeUndefined();
});

test.each([
  ['of two files only', ['a', 'b'].map((path) => entry(path, 0, 100))],
  ['half of them', ['a', 'b', 'c'].map((path) => entry(path, 1, 2))],
  ['of one file among many', [entry('a', 0, 1000), entry('b', 9, 0), entry('c', 9, 0)]],
  ['none', [entry('a', 5, 0)]],
])('%s: theirs', (_name, entries) => {
  expect(refusedAtOnce(entries)).toBeUndefined();
});
