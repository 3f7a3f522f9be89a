import { expect, test } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { createMemoryExperiments } from '../../../test/support/memory-experiments.ts';
import { judgeProject, showBestImages } from './judge-project.ts';
import { createKnownRuns } from './known-runs.ts';

function world() {
  const experiments = createMemoryExperiments();
  const known = createKnownRuns();
  const judge = () => judgeProject('p', experiments.world, experiments.newSender());
  /** By a daemon that has judged before. */
  const judgeAgain = () => judgeProject('p', experiments.world, experiments.newSender(), known);
  return { ...experiments, judge, judgeAgain };
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
  meanwhile.written = () => {
    if (!written.has('b')) put('b', 0.7);
  };
  expect(await judge()).toMatchObject({ type: 'ok', value: { runs: 2 } });
  expect(best()).toEqual(['b']);
});

test('where others write all the time, judging ends nevertheless', async () => {
  const { put, judge, meanwhile, operations, refreshed } = world();
  put('a', 0.5);
  meanwhile.written = () => put('a', 0.5);
  expect(await judge()).toMatchObject({ type: 'ok', value: { changed: 5 } });
  expect(operations).toHaveLength(5);
  expect(refreshed.at(-1)).toBe('experiments');
});

test('after the first look only what was written since is read', async () => {
  const { put, judge, walked } = world();
  for (const [n, key] of ['a', 'b', 'c', 'd'].entries()) put(key, 0.5 + n / 10);
  await judge();
  put('e', 0.95);
  walked.length = 0;
  expect(await judge()).toMatchObject({ value: { runs: 5, changed: 2 } });
  const read = walked.map(({ selection: { fields }, found }) => (fields?.length === 0 ? 'when' : found));
  expect(read).toEqual([['a', 'b', 'c', 'd', 'e'], 'when', ['d', 'e']]);
});

test('whoever has judged before reads what was written since, by whomever, and after a failure all', async () => {
  const { put, judge, judgeAgain, walked, best, world: here, remove } = world();
  const read = () =>
    walked.map(({ selection: { fields }, found }) => (fields?.length === 0 ? 'when' : found));
  put('a', 0.5);
  put('b', 0.7);
  await judgeAgain();
  put('c', 0.9);
  await judge();
  walked.length = 0;
  expect(await judgeAgain()).toEqual({ type: 'ok', value: { runs: 3, changed: 0, rederived: 0 } });
  expect(read()).toEqual(['when', ['b', 'c']]);
  remove('c');
  expect(await judgeAgain()).toMatchObject({ value: { runs: 2, changed: 1 } });
  expect(best()).toEqual(['b']);
  const { refresh } = here.store;
  here.store.refresh = async () => ({ type: 'unavailable', reason: 'It is starting.' });
  expect(await judgeAgain()).toMatchObject({ type: 'unavailable' });
  here.store.refresh = refresh;
  walked.length = 0;
  expect(await judgeAgain()).toMatchObject({ value: { changed: 0 } });
  expect(read()).toEqual([['a', 'b']]);
});

test.each([
  ['a new one', ['b'], (put: Put) => put('b', 0.9)],
  ['another state of one that is judged', ['a'], (put: Put) => put('a', 0.9, {}, 2)],
  ['a worse state of the best', ['a'], (put: Put) => put('c', 0.1, {}, 2)],
])('what is written between the first look and the judgements is judged: %s', async (_name, best, write) => {
  const { put, best: found, judge, meanwhile, written } = world();
  put('a', 0.5);
  put('c', 0.7);
  meanwhile.read = () => {
    meanwhile.read = () => {};
    write(put);
  };
  expect(await judge()).toMatchObject({ type: 'ok' });
  expect(found()).toEqual(best);
  for (const { source } of written.values()) expect(source).toHaveProperty('record.value');
});

type Put = ReturnType<typeof createMemoryExperiments>['put'];

test('what another daemon judged by an older look, after us, is judged again', async () => {
  const { put, best, judge, meanwhile } = world();
  put('a', 0.5);
  put('b', 0.7);
  let writes = 0;
  meanwhile.written = () => {
    writes += 1;
    if (writes === 2) put('a', 0.5, { is_best: true, record: null });
  };
  expect(await judge()).toMatchObject({ value: { runs: 2, changed: 3 } });
  expect(best()).toEqual(['b']);
});

test('a run that goes meanwhile is no longer the best', async () => {
  const { put, best, judge, meanwhile, remove } = world();
  put('a', 0.5);
  put('b', 0.7);
  meanwhile.written = () => remove('b');
  expect(await judge()).toMatchObject({ value: { runs: 1 } });
  expect(best()).toEqual(['a']);
});

test('what was derived under rules that have changed meanwhile is derived again', async () => {
  const { put, judge, meanwhile, written, operations } = world();
  put('a', 0.5);
  await judge();
  const under = written.get('a')?.source['settings'];
  const entry = ledgerEntry({
    folder: '/data',
    path: 'p/project.json',
    content: {
      kind: 'project',
      project: 'p',
      format: 'runlens',
      original: '{"schema":"runlens.project/1","metrics":{"accuracy":{"optimal":1}}}',
    },
  });
  meanwhile.rules = () => [entry];
  await judge();
  expect(written.get('a')?.source['settings']).not.toBe(under);
  // A judging that still knows the rules from before: it writes the same judgement, but other documents.
  operations.length = 0;
  let looks = 0;
  meanwhile.rules = () => ((looks += 1) === 1 ? [] : [entry]);
  await judge();
  expect(looks).toBeGreaterThan(1);
  expect(operations.filter(({ index }) => index === 'experiments').length).toBeGreaterThan(1);
  expect(written.get('a')?.source['settings']).not.toBe(under);
});

test('daemons that judge at the same time, in whatever order, leave one best run', async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const { put, best, judge, meanwhile, written, world: here, newSender } = world();
    let random = seed;
    meanwhile.request = async () => {
      random = (random * 48_271) % 2_147_483_647;
      // Now and then one is much later than what others do meanwhile.
      for (let turn = random % 11 < 4 ? random % 97 : random % 7; turn > 0; turn -= 1)
        await Promise.resolve();
    };
    const daemon = async (name: string) => {
      const known = createKnownRuns();
      for (let n = 1; n <= 2; n += 1) {
        await meanwhile.request();
        put(`${name}${n}`, ((random % 100) + n) / 200);
        await judgeProject('p', here, newSender(), known);
      }
    };
    await Promise.all([daemon('a'), daemon('b'), daemon('c')]);
    expect({ seed, best: best() }).toEqual({ seed, best: [expect.any(String)] });
    const states = [...written.values()].map(({ source }) => JSON.stringify(source));
    expect(await judge()).toEqual({ type: 'ok', value: { runs: 6, changed: 0, rederived: 0 } });
    expect([...written.values()].map(({ source }) => JSON.stringify(source))).toEqual(states);
  }
});

test('the alias shows what is best in the end, whoever else moves it', async () => {
  const { put, world: base, refreshed } = world();
  put('a', 0.5, { is_best: true });
  let shown: readonly string[] = [];
  let moves = 0;
  const store: typeof base.store = {
    ...base.store,
    showImagesOf: async (keys) => {
      if (keys.join() === shown.join()) return { type: 'ok', value: 'unchanged' };
      moves += 1;
      // Another daemon has judged, and moved it, before our move arrives.
      if (moves === 1) {
        put('a', 0.5, { is_best: false });
        put('b', 0.7, { is_best: true });
      }
      shown = keys;
      return { type: 'ok', value: 'moved' };
    },
  };
  expect(await showBestImages(store)).toBeUndefined();
  expect(shown).toEqual(['b']);
  expect(refreshed).toEqual(expect.arrayContaining(['experiments', 'scores', 'images', 'series', 'files']));
});
