import { describe, expect, it } from 'vitest';
import { ledgerEntry } from '../../../test/support/ledger-entry.ts';
import { failing, type Request } from '../../../test/support/memory-store/faults.ts';
import { createPlace, LIMITS } from '../../../test/support/memory-world.ts';
import { unjudged } from '../../../test/support/unjudged-run.ts';
import { digest } from '../../adapters/digest.ts';
import { fileDocument } from '../../domain/documents/file.ts';
import { createSender } from '../sending/sender.ts';
import { judgeProject } from './judge-project.ts';
import { createKnownRuns } from './known-runs.ts';

/** The project `p` and what daemons make of it. */
function prepare() {
  const place = createPlace();
  const { memory } = place;
  const world = place.world();
  const known = createKnownRuns();
  function newSender() {
    return createSender(world, LIMITS);
  }
  function actions() {
    return memory.requests.flatMap((request) => (request.name === 'bulk' ? request.actions : []));
  }
  return {
    ...place,
    judge: (by = createKnownRuns()) => judgeProject('p', world, newSender(), by),
    /** By a daemon that has judged before. */
    judgeAgain: () => judgeProject('p', world, newSender(), known),
    /** As its file says it now; without a judgement unless `changes` has one. */
    put: (key: string, accuracy: number, changes: object = {}, version = 1) =>
      memory.put('experiments', key, { ...unjudged(key, accuracy), ...changes }, { version }),
    best: () =>
      memory.documents('experiments').flatMap(({ id, source }) => (source['is_best'] === true ? id : [])),
    source: (key: string) => memory.document('experiments', key)?.source,
    written: () => actions().map(({ index }) => index),
    refreshed: () =>
      memory.requests.flatMap((request) => (request.name === 'refresh' ? request.indices : [])),
    /** What of the runs was read: when each was written, all of some, or all of all. */
    read: () =>
      memory.requests.flatMap((request) => {
        if (request.name !== 'walk' || request.selection.index !== 'experiments') return [];
        const { fields, terms } = request.selection;
        return [fields?.length === 0 ? 'when' : (terms['run.key']?.toSorted() ?? 'all')];
      }),
    /** Does something at the first request of some kind, before it is answered. */
    once: (isIt: (request: Request) => boolean, work: () => void) => {
      let isOver = false;
      memory.inject((request) => {
        if (isOver || !isIt(request)) return undefined;
        isOver = true;
        work();
        return undefined;
      });
    },
    rules: (original: string | undefined) => {
      const content =
        original === undefined
          ? undefined
          : ({ kind: 'project', project: 'p', format: 'runlens', original } as const);
      const entry = ledgerEntry({ path: 'p/project.json', ...(content && { content }) });
      const { id, body } = fileDocument(entry, digest);
      memory.put('files', id, body);
    },
  };
}

function ok(value: object) {
  return { type: 'ok', value };
}

function isJudgement(request: Request): boolean {
  return request.name === 'bulk';
}

describe('one daemon', () => {
  it('writes what is best, and finds nothing to write the second time', async () => {
    const { put, best, judge, refreshed, written, memory } = prepare();
    put('a', 0.5);
    put('b', 0.7);
    expect(await judge()).toEqual(ok({ runs: 2, changed: 2, rederived: 0 }));
    expect(best()).toEqual(['b']);
    expect(refreshed()).not.toContain('scores');
    memory.requests.length = 0;
    expect(await judge()).toEqual(ok({ runs: 2, changed: 0, rederived: 0 }));
    expect(written()).toEqual([]);
  });

  it('makes findable what it wrote', async () => {
    const { put, judge, memory } = prepare();
    put('a', 0.5);
    await judge();
    const walk = memory.store.walk({ index: 'experiments', terms: { is_best: [true] }, fields: [] });
    expect((await walk.next()).value).toMatchObject({ value: [{ id: 'a' }] });
  });

  it('reads, after the first look, only what was written since', async () => {
    const { put, judge, read, memory } = prepare();
    for (const [n, key] of ['a', 'b', 'c', 'd'].entries()) put(key, 0.5 + n / 10);
    await judge();
    put('e', 0.95);
    memory.requests.length = 0;
    expect(await judge()).toMatchObject({ value: { runs: 5, changed: 2 } });
    expect(read()).toEqual(['all', 'when', ['d', 'e']]);
  });

  it('reads, where it has judged before, only what was written since, and all again after a failure', async () => {
    const { put, judge, judgeAgain, read, best, memory } = prepare();
    put('a', 0.5);
    put('b', 0.7);
    await judgeAgain();
    put('c', 0.9);
    await judge();
    memory.requests.length = 0;
    expect(await judgeAgain()).toEqual(ok({ runs: 3, changed: 0, rederived: 0 }));
    expect(read()).toEqual(['when', ['b', 'c']]);
    memory.delete('experiments', 'c');
    expect(await judgeAgain()).toMatchObject({ value: { runs: 2, changed: 1 } });
    expect(best()).toEqual(['b']);
    memory.inject(failing('refresh', { type: 'unavailable', reason: 'It is starting.' }, { times: 1 }));
    expect(await judgeAgain()).toMatchObject({ type: 'unavailable' });
    memory.requests.length = 0;
    expect(await judgeAgain()).toMatchObject({ value: { changed: 0 } });
    expect(read()).toEqual(['all']);
  });
});

describe('a run that was derived under other rules', () => {
  it('is derived again, and its rows can be found at once', async () => {
    const { put, best, judge, written, refreshed } = prepare();
    put('a', 0.9, { settings: 'other', primary: {} });
    put('b', 0.7);
    expect(await judge()).toMatchObject({ value: { runs: 2, rederived: 1 } });
    expect(best()).toEqual(['a']);
    expect(written()).toContain('scores');
    expect(refreshed()).toEqual(expect.arrayContaining(['scores', 'images']));
  });

  it('has its images derived again too, each under its own routing', async () => {
    const { put, judge, memory, rules } = prepare();
    put('a', 0.9, { image_metrics: ['iou', 'dice'] });
    const image = { run: { key: 'a' }, metrics: { iou: 0.25, dice: 0.5 }, primary: null };
    memory.put('images', 'a image', image, { version: 1, routing: 'a' });
    rules('{"schema":"runlens.project/1","primary_image_metric":"iou"}');
    expect(await judge()).toMatchObject({ value: { rederived: 1 } });
    expect(memory.document('images', 'a image')).toMatchObject({
      version: 1,
      routing: 'a',
      source: { primary: { metric: 'iou', value: 0.25 } },
    });
  });

  it.each([
    ['of a later version', '{"schema": "runlens.run/2"}'],
    ['damaged', '{'],
    ['a project', '{"schema": "runlens.project/1"}'],
    ['not there', undefined],
  ])('does not rank where its stored original is %s, and the others do', async (_name, original) => {
    const { put, best, judge, logged } = prepare();
    put('a', 0.9, { settings: 'other', original, is_best: true });
    put('b', 0.7);
    put('c', 0.8, { settings: 'other' });
    expect(await judge()).toMatchObject({ type: 'ok', value: { runs: 3, rederived: 1 } });
    expect(best()).toEqual(['c']);
    expect(logged[0]).toMatchObject({ level: 'warn', fields: { run: 'a', path: 'p/a.json' } });
  });

  it('is derived once more when the rules change while it is', async () => {
    const { put, judge, source, rules, once } = prepare();
    const optimal = '{"schema":"runlens.project/1","metrics":{"accuracy":{"optimal":1}}}';
    put('a', 0.5);
    await judge();
    const before = source('a')?.['settings'];
    rules(optimal);
    await judge();
    const after = source('a')?.['settings'];
    expect(after).not.toBe(before);
    // A judging that finds the rules gone, and then there again.
    rules(undefined);
    once(isJudgement, () => rules(optimal));
    expect(await judge()).toMatchObject({ value: { rederived: 2 } });
    expect(source('a')?.['settings']).toBe(after);
  });
});

describe('what others do meanwhile', () => {
  it('is judged as well where they write a run', async () => {
    const { put, best, judge, once } = prepare();
    put('a', 0.5);
    once(isJudgement, () => put('b', 0.7));
    expect(await judge()).toMatchObject({ type: 'ok', value: { runs: 2 } });
    expect(best()).toEqual(['b']);
  });

  it.each([
    ['a new run', ['b'], (put: Put) => put('b', 0.9)],
    ['another state of a run that is judged', ['a'], (put: Put) => put('a', 0.9, {}, 2)],
    ['a worse state of the best', ['a'], (put: Put) => put('c', 0.1, {}, 2)],
  ])(
    'is judged where it comes between the first look and the judgements: %s',
    async (_name, expected, write) => {
      const { put, best, judge, once, memory } = prepare();
      put('a', 0.5);
      put('c', 0.7);
      once(
        ({ name }) => name === 'get',
        () => write(put),
      );
      expect(await judge()).toMatchObject({ type: 'ok' });
      expect(best()).toEqual(expected);
      for (const { source } of memory.documents('experiments')) expect(source).toHaveProperty('record.value');
    },
  );

  it('does not keep it judging without end', async () => {
    const { put, judge, memory, written } = prepare();
    put('a', 0.5);
    memory.inject(({ name }) => {
      if (name === 'refresh') put('a', 0.5);
      return undefined;
    });
    expect(await judge()).toMatchObject({ type: 'ok', value: { changed: 5 } });
    expect(written()).toHaveLength(5);
  });

  it('is judged again where they judged by an older look, after us', async () => {
    const { put, best, judge, once, source } = prepare();
    put('a', 0.5);
    put('b', 0.7);
    function isAfter({ name }: Request): boolean {
      return name === 'refresh' && source('b')?.['is_best'] === true;
    }
    once(isAfter, () => put('a', 0.5, { is_best: true, record: null }));
    expect(await judge()).toMatchObject({ value: { runs: 2, changed: 3 } });
    expect(best()).toEqual(['b']);
  });

  it('leaves another best where the best goes', async () => {
    const { put, best, judge, once, memory } = prepare();
    put('a', 0.5);
    put('b', 0.7);
    once(isJudgement, () => memory.delete('experiments', 'b'));
    expect(await judge()).toMatchObject({ value: { runs: 1 } });
    expect(best()).toEqual(['a']);
  });
});

type Put = ReturnType<typeof prepare>['put'];

it('daemons that judge at the same time, in any order, leave one best run', async () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const { put, best, judge, memory } = prepare();
    let random = seed;
    async function later() {
      random = (random * 48_271) % 2_147_483_647;
      // Now and then one is much later than what others do meanwhile.
      for (let turn = random % 11 < 4 ? random % 97 : random % 7; turn > 0; turn -= 1)
        await Promise.resolve();
      return undefined;
    }
    const end = memory.inject(later);
    async function daemon(name: string): Promise<void> {
      const known = createKnownRuns();
      for (let n = 1; n <= 2; n += 1) {
        await later();
        put(`${name}${n}`, ((random % 100) + n) / 200);
        await judge(known);
      }
    }
    await Promise.all([daemon('a'), daemon('b'), daemon('c')]);
    end();
    expect({ seed, best: best() }).toEqual({ seed, best: [expect.any(String)] });
    const before = memory.documents('experiments');
    expect(await judge()).toEqual(ok({ runs: 6, changed: 0, rederived: 0 }));
    expect(memory.documents('experiments')).toEqual(before);
  }
});
