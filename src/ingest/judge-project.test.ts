import { expect, test } from 'vitest';
import { digest } from '../adapters/digest.ts';
import { derive } from '../domain/documents/derived.ts';
import { experimentDocument } from '../domain/documents/experiment.ts';
import { interpret } from '../domain/formats/index.ts';
import { projectWithoutFile } from '../domain/run.ts';
import type { Hit, Log, Operation, Store } from './ports.ts';
import { judgeProject } from './judge-project.ts';
import type { Sender } from './sender.ts';

type Documents = Map<string, Record<string, unknown>>;

const unused = () => {
  throw new Error('not used');
};

/** Experiments that can be found once they are refreshed; what else is written is only listed. */
function world() {
  const written: Documents = new Map();
  let findable: Documents = new Map();
  const operations: Operation[] = [];
  const refreshed: string[] = [];
  const warned: object[] = [];
  const store: Store = {
    bulk: unused,
    generation: unused,
    showImagesOf: unused,
    readLedger: unused,
    readEntries: unused,
    readExperiments: async (ids) => ({
      type: 'ok',
      value: ids.flatMap((id) => {
        const source = written.get(id);
        return source === undefined ? [] : [{ id, version: 1, source: structuredClone(source) }];
      }),
    }),
    async *readProjects() {},
    refresh: async (indices) => {
      refreshed.push(...indices);
      if (indices.includes('experiments')) findable = structuredClone(written);
      return { type: 'ok', value: undefined };
    },
    async *walk({ index, terms }) {
      if (index !== 'experiments') return;
      const wanted = terms['run.key'];
      const hits = [...findable].map(([id, source]): Hit => ({ id, version: 1, source }));
      yield { type: 'ok', value: hits.filter(({ id }) => wanted?.includes(id) ?? true) };
    },
  };
  const log: Log = { debug: unused, info: unused, error: unused, warn: (fields) => warned.push(fields) };
  /** Between two judgements, what others do. */
  const meanwhile = { others: () => {} };
  const sender: Sender = {
    add: async (operation) => {
      operations.push(operation);
      if (operation.type === 'delete' || operation.index !== 'experiments') return;
      const body = JSON.parse(String(operation.body)) as Record<string, unknown>;
      written.set(operation.id, body);
      if ('record' in body) meanwhile.others();
    },
    flush: async () => undefined,
  };

  function put(key: string, accuracy: number, changes: Record<string, unknown> = {}): void {
    const value = { schema: 'runlens.run/1', run: { id: key }, metrics: { validation: { accuracy } } };
    const meaning = interpret(value, { path: `p/${key}.json`, modifiedAt: '2026-08-09T12:00:00.000Z' });
    if (meaning.type !== 'run') throw new Error('it is not a run', { cause: meaning });
    const { run, original } = meaning;
    const facts = { imageMetrics: [], counts: { scores: 1, images: 0, images_not_finite: 0, series: 0 } };
    const derived = derive(run, [], projectWithoutFile('p'), digest);
    const { body } = experimentDocument({ key, run, original, facts, derived, revision: 'r' });
    written.set(key, { ...(JSON.parse(JSON.stringify(body)) as object), ...changes });
  }
  const best = () => [...findable].filter(([, { is_best: isBest }]) => isBest === true).map(([key]) => key);
  const judge = () => judgeProject('p', { store, digest, log }, sender);
  return { put, best, judge, operations, refreshed, warned, meanwhile, written };
}

test('what was judged can be found at once, and judging again changes nothing', async () => {
  const { put, best, judge, refreshed, operations } = world();
  put('a', 0.5);
  put('b', 0.7);
  expect(await judge()).toEqual({ type: 'ok', value: { runs: 2, changed: 2, rederived: 0 } });
  expect(best()).toEqual(['b']);
  expect(refreshed).not.toContain('scores');
  operations.length = 0;
  expect(await judge()).toEqual({ type: 'ok', value: { runs: 2, changed: 0, rederived: 0 } });
  expect(operations).toEqual([]);
});

test('runs that were derived under other rules are derived again, and their rows can be found at once', async () => {
  const { put, best, judge, operations, refreshed } = world();
  put('a', 0.9, { settings: 'other', primary: {} });
  put('b', 0.7);
  expect(await judge()).toMatchObject({ value: { runs: 2, rederived: 1 } });
  expect(best()).toEqual(['a']);
  expect(operations.map(({ index }) => index)).toContain('scores');
  expect(refreshed).toEqual(expect.arrayContaining(['scores', 'images']));
});

test.each([
  ['of a later version', '{"schema": "runlens.run/2"}'],
  ['damaged', '{'],
  ['a project', '{"schema": "runlens.project/1"}'],
  ['not there', undefined],
])('a run whose stored original is %s does not rank, and the others do', async (_name, original) => {
  const { put, best, judge, warned } = world();
  put('a', 0.9, { settings: 'other', original, is_best: true });
  put('b', 0.7);
  put('c', 0.8, { settings: 'other' });
  expect(await judge()).toMatchObject({ type: 'ok', value: { runs: 3, rederived: 1 } });
  expect(best()).toEqual(['c']);
  expect(warned[0]).toMatchObject({ run: 'a', path: 'p/a.json' });
});

test('what others wrote meanwhile is judged as well', async () => {
  const { put, best, judge, meanwhile, written } = world();
  put('a', 0.5);
  meanwhile.others = () => {
    if (!written.has('b')) put('b', 0.7);
  };
  expect(await judge()).toMatchObject({ type: 'ok', value: { runs: 2 } });
  expect(best()).toEqual(['b']);
});

test('where others write all the time, judging ends nevertheless', async () => {
  const { put, judge, meanwhile, operations, refreshed } = world();
  put('a', 0.5);
  meanwhile.others = () => put('a', 0.5);
  expect(await judge()).toMatchObject({ type: 'ok', value: { changed: 5 } });
  expect(operations).toHaveLength(5);
  expect(refreshed.at(-1)).toBe('experiments');
});
