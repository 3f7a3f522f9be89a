import { describe, expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import type { FileContent, LedgerEntry } from '../../domain/ledger/entry.ts';
import { createLedgerView } from './ledger-view.ts';

function run(id: string, project = 'p'): FileContent {
  return {
    kind: 'run',
    project,
    run: { key: `key of ${project} ${id}`, id },
    revision: 'r',
    counts: { experiments: 1, scores: 0, images: 0, series: 0, refused: 0 },
  };
}

function rules(project: string): FileContent {
  return { kind: 'project', project, format: 'runlens', original: '{}' };
}

function entry(path: string, parts: Partial<LedgerEntry> = {}) {
  return ledgerEntry({ path, ...parts });
}

function files(...paths: string[]) {
  return paths.map((path) => ({ path, state: { size: 1, modifiedNs: '1', inode: '1' } }));
}

test('knows each file by its path, as it was told last', () => {
  const view = createLedgerView([entry('a'), entry('b')]);
  view.set(entry('b', { status: 'partial' }));
  expect(view.known('b')?.status).toBe('partial');
  expect(view.known('c')).toBeUndefined();
  expect(view.known('a')?.status).toBe('indexed');
});

test('keeps of an entry what tells whether its source has to be read, and whose lease it has', () => {
  const lease = { session: 's', host: 'h', process: 1 };
  const known = files('a', 'rows');
  const view = createLedgerView([
    entry('a', { status: 'reading', lease, files: known, problem: 'conflict', generation: 'g' }),
    entry('b', { status: 'indexed', lease }),
  ]);
  expect(view.known('a')).toMatchObject({
    status: 'reading',
    problem: 'conflict',
    generation: 'g',
    files: known,
    lease,
  });
  expect(view.known('b')?.lease).toBeUndefined();
});

describe('who holds what', () => {
  test('runs and the rules of a project are told apart', () => {
    const view = createLedgerView([entry('a', { content: run('p') }), entry('b', { content: rules('p') })]);
    expect([view.holder(run('p')), view.holder(rules('p'))]).toEqual(['a', 'b']);
    expect([view.holder(run('p', 'q')), view.holder(rules('q'))]).toEqual([undefined, undefined]);
  });

  test('a file that says something else lets go of what it said', () => {
    const view = createLedgerView([entry('a', { content: run('x') })]);
    view.set(entry('a', { content: run('y') }));
    expect([view.holder(run('x')), view.holder(run('y'))]).toEqual([undefined, 'a']);
    view.set(entry('a'));
    expect(view.holder(run('y'))).toBeUndefined();
  });

  test('a file that turned bad still holds what it said when it was good', () => {
    const view = createLedgerView([
      entry('a', { content: run('x'), status: 'rejected', problem: 'malformed' }),
    ]);
    expect(view.holder(run('x'))).toBe('a');
  });

  test('a file that is gone holds what nobody else says, and takes nothing from its successor', () => {
    const view = createLedgerView([entry('a', { content: run('x') })]);
    view.set(entry('b', { content: run('x') }));
    view.set(entry('a', { content: run('x'), status: 'gone' }));
    expect(view.holder(run('x'))).toBe('b');
    view.set(entry('b', { content: run('x'), status: 'gone' }));
    expect(view.holder(run('x'))).toBe('b');
    view.set(entry('b', { status: 'gone' }));
    expect(view.holder(run('x'))).toBeUndefined();
  });
});

describe('the sources that a file may be part of', () => {
  test('are those whose content names it', () => {
    const view = createLedgerView([entry('a', { files: files('a', 'rows') })]);
    view.set(entry('b', { files: files('b', 'rows', 'more') }));
    expect(view.sourcesWith('rows')).toEqual(['a', 'b']);
    view.set(entry('a'));
    expect(view.sourcesWith('rows')).toEqual(['b']);
    view.set(entry('b'));
    expect([view.sourcesWith('rows'), view.sourcesWith('never')]).toEqual([[], []]);
  });

  test('are the folders that it is in, whether they are known to have it or not', () => {
    const view = createLedgerView([entry('p/a', { files: files('p/a/run') }), entry('p')]);
    expect(view.sourcesWith('p/a/rows/1')).toEqual(['p/a', 'p']);
    expect(view.sourcesWith('q/a/rows/1')).toEqual([]);
  });
});

test('a file that is deleted is not known any more, and holds nothing', () => {
  const view = createLedgerView([entry('a', { content: run('x'), files: files('a', 'rows') }), entry('b')]);
  view.delete('a');
  view.delete('never');
  expect(view.known('b')?.status).toBe('indexed');
  expect([view.known('a'), view.holder(run('x')), view.sourcesWith('rows')]).toEqual([
    undefined,
    undefined,
    [],
  ]);
});

test('all projects that any file belongs to', () => {
  const view = createLedgerView([
    entry('a', { content: run('x', 'p') }),
    entry('b', { content: rules('q') }),
    entry('c', { content: run('y', 'p') }),
    entry('d', { status: 'rejected' }),
  ]);
  expect(view.projects()).toEqual(new Set(['p', 'q']));
});

describe('a file that is read only through the run that names it', () => {
  const named = { files: files('a', 'rows.json') };

  test('the run has to be in: a rejected file cannot hide another', () => {
    const view = createLedgerView([entry('a', { status: 'rejected', ...named })]);
    expect(view.isSideFile('rows.json')).toBe(false);
    view.set(entry('a', named));
    expect(view.isSideFile('rows.json')).toBe(true);
    view.set(entry('a', { status: 'gone', ...named }));
    expect(view.isSideFile('rows.json')).toBe(false);
  });

  test('what holds a run of its own is not hidden either', () => {
    const view = createLedgerView([entry('a', named), entry('rows.json', { content: run('x') })]);
    expect(view.isSideFile('rows.json')).toBe(false);
  });
});

describe('what the next write of an entry depends on', () => {
  const token = { sequence: 7, term: 1 };

  test('nothing being there, until it is known where the document stands', () => {
    const view = createLedgerView([entry('a')]);
    expect(view.condition('a')).toBe('absent');
    view.set(entry('a'), token);
    view.set(entry('a', { status: 'partial' }));
    expect(view.condition('a')).toEqual(token);
    view.delete('a');
    expect(view.condition('a')).toBe('absent');
  });

  test('a document that is damaged is there all the same', () => {
    const view = createLedgerView([]);
    view.setDamaged('a', token);
    expect([view.known('a'), view.condition('a')]).toEqual([undefined, token]);
  });
});

test('files are counted by status, each once', () => {
  const view = createLedgerView([entry('a'), entry('b'), entry('c', { status: 'rejected' })]);
  view.set(entry('b', { status: 'gone' }));
  view.delete('c');
  expect(view.counts()).toMatchObject({ indexed: 1, gone: 1, rejected: 0, partial: 0 });
});
