import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { formats } from '../../domain/formats/index.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { Log } from '../ports/log.ts';
import type { Store } from '../ports/store.ts';
import { readAllRules, readRules, rulesOf } from './rules.ts';

function entry(folder: string, path: string, original: string, project = 'p'): LedgerEntry {
  return ledgerEntry({ folder, path, content: { kind: 'project', project, format: 'runlens', original } });
}

function titled(title: string) {
  return JSON.stringify({ schema: 'runlens.project/1', title });
}

function unused(): never {
  throw new Error('not used');
}

function world(entries: readonly LedgerEntry[]) {
  const warned: object[] = [];
  const store: Store = {
    batch: unused,
    bulk: unused,
    walk: unused,
    generation: unused,
    showImagesOf: unused,
    readLedger: unused,
    readEntries: unused,
    readExperiments: unused,
    refresh: async () => ({ type: 'ok', value: undefined }),
    async *readProjects(project): AsyncGenerator<Attempt<LedgerEntry[]>> {
      for (const one of entries)
        if (project === undefined || one.content?.project === project) yield { type: 'ok', value: [one] };
    },
  };
  const log: Log = { debug: unused, info: unused, error: unused, warn: (fields) => warned.push(fields) };
  return { store, formats, log, warned };
}

test.each([
  ['of a later version', '{"schema": "runlens.project/2"}'],
  ['damaged', '{"schema": "runlens.pro'],
  ['a run', '{"schema": "runlens.run/1", "metrics": {"val": {"a": 1}}}'],
])('a stored original that is %s holds no rules, and is told of', (_name, original) => {
  const { warned, ...tools } = world([]);
  expect(rulesOf(entry('/data', 'p/project.json', original), tools)).toBeUndefined();
  expect(warned).toMatchObject([{ folder: '/data', path: 'p/project.json', reason: expect.any(String) }]);
});

test('it does not keep others from ruling, nor other projects', async () => {
  const source = world([
    entry('/a', 'p/project.json', '{"schema": "runlens.project/2"}'),
    entry('/b', 'p/project.json', titled('B')),
    entry('/a', 'q/project.json', '?', 'q'),
  ]);
  expect(await readRules(source, 'p')).toMatchObject({ type: 'ok', value: { title: 'B' } });
  expect(await readRules(source, 'q')).toMatchObject({ type: 'ok', value: { project: 'q' } });
  const all = await readAllRules(source);
  expect(all.type === 'ok' && [...all.value.keys()]).toEqual(['p']);
});

test('of several files for one project the same one rules, in whatever order they are found', async () => {
  const entries = [
    entry('/b', 'p/a.json', titled('first path of the second folder')),
    entry('/a', 'p/z.json', titled('second path')),
    entry('/a', 'p/b.json', titled('first')),
  ];
  for (const order of [entries, entries.toReversed()]) {
    expect(await readRules(world(order), 'p')).toMatchObject({ value: { title: 'first' } });
    const all = await readAllRules(world(order));
    expect(all.type === 'ok' && all.value.get('p')?.title).toBe('first');
  }
});
