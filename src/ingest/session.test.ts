import { describe, expect, it } from 'vitest';
import {
  createPlace,
  imageRows,
  LIMITS,
  openDaemon,
  runFile,
  type Place,
} from '../../test/support/memory-world.ts';
import { openSession } from './session.ts';

const [A, B, C] = ['p/a.json', 'p/b.json', 'p/c.json'];

/** Three files that are in. */
async function prepare() {
  const place = createPlace();
  for (const [n, path] of [A, B, C].entries()) place.folder.write(path, runFile(path, n / 10));
  const daemon = await openDaemon(place, place.world('one'));
  await daemon.passOver();
  await place.memory.store.refresh(['files']);
  return { ...place, daemon };
}

type Source = Record<string, unknown>;

function rewrite({ memory }: Place, change: (source: Source, n: number) => object): void {
  for (const [n, { id, source }] of memory.documents('files').entries())
    memory.put('files', id, change(source, n));
}

const DAMAGES: [string, (place: Place) => void][] = [
  [
    'all entries are deleted',
    ({ memory }) => {
      for (const { id } of memory.documents('files')) memory.delete('files', id);
    },
  ],
  ['all entries are empty', (place) => rewrite(place, () => ({}))],
  [
    'entries have lost all but their path',
    (place) => rewrite(place, ({ folder, path }) => ({ folder, path })),
  ],
  ['states are unknown', (place) => rewrite(place, (source) => ({ ...source, status: 'nonsense' }))],
  [
    'sizes and times are nonsense',
    (place) =>
      rewrite(place, (source, n) => ({ ...source, size: -1, modified_ns: n === 0 ? 'yesterday' : '0' })),
  ],
  [
    'entries with the status `reading` have no lease',
    (place) => rewrite(place, (source) => ({ ...source, status: 'reading' })),
  ],
  [
    'runs and counts are missing',
    (place) => rewrite(place, ({ run: _run, counts: _counts, size: _size, ...source }) => source),
  ],
  [
    'entries are exchanged',
    (place) => {
      const sources = place.memory.documents('files').map(({ source }) => source);
      rewrite(place, (_source, n) => sources[(n + 1) % sources.length] ?? {});
    },
  ],
];

describe.each(DAMAGES)('a ledger in which %s', (_what, damage) => {
  it.each(['a daemon that starts', 'the daemon that is there'])('is put right by %s', async (who) => {
    const here = await prepare();
    damage(here);
    await here.memory.store.refresh(['files']);
    here.folder.write(A, runFile('changed', 0.9));
    const daemon = who === 'a daemon that starts' ? await openDaemon(here, here.world('two')) : here.daemon;
    for (let time = 0; time < 5; time += 1) {
      await daemon.passOver();
      await here.clock.advance(10_000);
    }
    const seen = who === 'a daemon that starts' ? [A, B, C] : [A];
    expect(seen.map((path) => here.entry(path)?.status)).toEqual(seen.map(() => 'indexed'));
    const runs = here.memory.documents('experiments').map(({ source }) => source['run']);
    expect(runs.map((run) => (run as { id: string }).id)).toEqual(expect.arrayContaining(['changed', B, C]));
  });
});

describe('opening a session', () => {
  it.each([
    ['the ledger', 0],
    ['the rules', 1],
  ])('fails where %s cannot be read', async (_what, number) => {
    const { memory, world } = await prepare();
    const failure = { type: 'unavailable', reason: 'It is starting.' } as const;
    let walks = 0;
    memory.inject(({ name }) =>
      name === 'walk' && (walks += 1) === number + 1 ? { type: 'fails', failure, isDone: false } : undefined,
    );
    expect(await openSession(world('two'), { limits: LIMITS })).toEqual(failure);
  });

  it('fails where an index is missing', async () => {
    const { memory, world } = await prepare();
    memory.removeIndex('series');
    expect(await openSession(world('two'), { limits: LIMITS })).toMatchObject({ type: 'not-found' });
  });

  it('knows what an earlier one has done: nothing is read again', async () => {
    const here = await prepare();
    const next = await openDaemon(here, here.world('two'));
    here.memory.requests.length = 0;
    const { tally } = await next.passOver();
    expect([tally.unchanged, here.memory.requests]).toEqual([3, []]);
  });

  it('knows the rules of an earlier one', async () => {
    const here = await prepare();
    here.folder.write('p/project.json', {
      schema: 'runlens.project/1',
      metrics: { accuracy: { baseline: 0.4 } },
    });
    await here.daemon.passOver();
    await here.memory.store.refresh(['files']);
    const next = await openDaemon(here, here.world('two'));
    here.folder.write('p/new.json', runFile('new'));
    await next.passOver();
    expect(here.run('new')).toMatchObject({ primary: { baseline: 0.4 } });
  });
});

describe('a backfill', () => {
  const many = imageRows(...Array.from({ length: 20_000 }, (_, n) => String(n)));

  it('has the index of many rows refreshed rarely, until the session is told that it is over', async () => {
    const place = createPlace();
    const daemon = await openDaemon(place, place.world('one'));
    place.folder.write(A, runFile('a', 0.5, { images: many }));
    await daemon.passOver();
    expect(await place.memory.store.generation()).toMatchObject({ value: { isRare: true } });
    await daemon.endBackfill();
    expect(await place.memory.store.generation()).toMatchObject({ value: { isRare: false } });
  });

  it('that was cut off is ended by the next session', async () => {
    const place = createPlace();
    await place.memory.refreshInterval.makeRare();
    const daemon = await openDaemon(place, place.world('one'));
    await daemon.endBackfill();
    expect(await place.memory.store.generation()).toMatchObject({ value: { isRare: false } });
  });
});
