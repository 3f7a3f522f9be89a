/** Judging on a real Elasticsearch: walks of one page and of several, and several daemons at once. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { digest } from '../../src/adapters/digest.ts';
import { formats } from '../../src/domain/formats/index.ts';
import { judgeProject, showBestImages } from '../../src/ingest/judging/judge-project.ts';
import type { Hit, Selection, Store } from '../../src/ingest/ports/store.ts';
import { unjudged } from '../support/unjudged-run.ts';
import { createTestStore, type TestStore } from '../support/test-store.ts';

let here: TestStore;
beforeEach(async () => {
  here = await createTestStore(inject('elasticsearchUrl'));
});
afterEach(() => here.close());

/** As the ingest writes it, before it is judged. */
async function put(runs: Record<string, number>, version = 1): Promise<void> {
  const sender = here.newSender();
  for (const [id, accuracy] of Object.entries(runs)) {
    const body = JSON.stringify(unjudged(id, accuracy));
    await sender.add({ type: 'index', index: 'experiments', id, version, body });
  }
  expect(await sender.flush()).toBeUndefined();
}

const numbered = (first: number, count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`r${first + n}`, (first + n) / 1e4]));

async function judge(store: Store = here.store) {
  const judged = await judgeProject('p', { store, formats, digest, log: here.log }, here.newSender());
  if (judged.type !== 'ok') throw new Error(judged.reason);
  const failure = await showBestImages(store);
  if (failure !== undefined) throw new Error(failure.reason);
  return judged.value;
}

async function found(selection: Selection, pageSize?: number): Promise<Hit[][]> {
  const pages: Hit[][] = [];
  for await (const page of here.store.walk(selection, pageSize)) {
    if (page.type !== 'ok') throw new Error(page.reason);
    pages.push(page.value);
  }
  return pages;
}

const all: Selection = { index: 'experiments', terms: { project: ['p'] }, fields: [] };

async function best(): Promise<string[]> {
  const pages = await found({ ...all, terms: { is_best: [true] } });
  return pages.flat().map(({ id }) => id);
}

test.each([
  [0, []],
  [4, [4]],
  [5, [5]],
  [6, [5, 1]],
  [10, [5, 5]],
  [12, [5, 5, 2]],
])('a walk over %i documents in pages of five finds each once', async (count, sizes) => {
  await put(numbered(0, count));
  await here.store.refresh(['experiments']);
  const pages = await found(all, 5);
  expect(pages.map((page) => page.length)).toEqual(sizes);
  const ids = pages.flat().map(({ id }) => id);
  expect(ids.toSorted()).toEqual(Object.keys(numbered(0, count)).toSorted());
});

test('what comes and goes while a walk is under way does not change what it finds', async () => {
  await put(numbered(0, 12));
  await here.store.refresh(['experiments']);
  const ids: string[] = [];
  for await (const page of here.store.walk(all, 5)) {
    if (page.type !== 'ok') throw new Error(page.reason);
    ids.push(...page.value.map(({ id }) => id));
    await put({ ...numbered(0, 12), later: 0.9 }, 2);
    await here.store.refresh(['experiments']);
  }
  expect(ids.toSorted()).toEqual(Object.keys(numbered(0, 12)).toSorted());
});

test('another judgement keeps the version of a run, and every write has a token of its own', async () => {
  await put({ a: 0.5 });
  await here.store.refresh(['experiments']);
  const [[before] = []] = await found(all);
  await judge();
  const [[after] = []] = await found(all);
  expect(after?.version).toBe(before?.version);
  expect(after?.token).not.toEqual(before?.token);
});

test('a run that is written between the first look and the judgements is judged in the end', async () => {
  await put({ a: 0.5, b: 0.7 });
  let reads = 0;
  const store: Store = {
    ...here.store,
    readExperiments: async (ids) => {
      reads += 1;
      if (reads === 1) {
        await put({ c: 0.9 });
        await put({ b: 0.1 }, 2);
      }
      return here.store.readExperiments(ids);
    },
  };
  expect(await judge(store)).toMatchObject({ runs: 3 });
  expect(await best()).toEqual(['c']);
  expect(await here.shown()).toEqual(['c']);
  expect(await judge()).toEqual({ runs: 3, changed: 0, rederived: 0 });
  const summaries = await found({ ...all, fields: ['record'] });
  for (const { source } of summaries.flat()) expect(source).toHaveProperty('record.value');
});

test('daemons that judge at the same time leave one best run, and its images', async () => {
  await put(numbered(0, 30));
  await judge();
  const daemon = async (first: number, step: number) => {
    for (let n = 0; n < 12; n += 1) {
      await put({ [`d${first}-${n}`]: 0.5 + ((n * 7 + first) % 13) / 100 + (n * step) / 1e4 });
      await sleep(((n * 31 + first) % 5) * 3);
      await judge();
    }
  };
  await Promise.all([daemon(1, 1), daemon(2, 2), daemon(3, 3)]);
  const [id, ...others] = await best();
  expect(others).toEqual([]);
  expect(await here.shown()).toEqual([id]);
  expect(await judge()).toEqual({ runs: 66, changed: 0, rederived: 0 });
  expect(await best()).toEqual([id]);
});
