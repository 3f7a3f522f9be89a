/** The daemon's loop: each arrow of its diagram. Time passes only where a test says so. */

import { describe, expect, it } from 'vitest';
import { INCOMPLETE, LINGER, SCAN_INTERVAL, SETTLE, watch } from '../../test/support/memory-watch.ts';
import { createPlace, openDaemon, passAmid, runFile, type Place } from '../../test/support/memory-world.ts';

const A = 'p/a.json';
const B = 'p/b.json';

function status({ entry }: Place, path = A) {
  return entry(path)?.status;
}

/** A daemon that has caught up with a folder. */
async function watching(files: Record<string, unknown> = {}, options: Parameters<typeof watch>[1] = {}) {
  const place = createPlace();
  for (const [path, content] of Object.entries(files)) place.folder.write(path, content);
  const daemon = await watch(place, options);
  await place.clock.advance(SETTLE);
  return { ...place, ...daemon };
}

describe('the first scan', () => {
  it('finds what is there; what has settled is indexed and judged, and then it has started', async () => {
    const here = await watching({ [A]: runFile('a', 0.5), [B]: runFile('b', 0.7) });
    expect([status(here), status(here, B), here.run('b')?.['is_best']]).toEqual(['indexed', 'indexed', true]);
    expect(here.told).toEqual(['watcher', 'started']);
  });

  it('has started at once where there is nothing', async () => {
    const place = createPlace();
    const { told } = await watch(place);
    await place.clock.advance(0);
    expect(told).toEqual(['watcher', 'started']);
  });

  it('has not started as long as something settles', async () => {
    const place = createPlace();
    place.folder.write(A, runFile('a'));
    const { told } = await watch(place);
    await place.clock.advance(SETTLE - 1);
    expect([told, status(place)]).toEqual([['watcher'], undefined]);
  });

  it('is followed by the judging of projects that a daemon before may not have come to', async () => {
    const place = createPlace();
    place.folder.write(A, runFile('a'));
    const before = await openDaemon(place, place.world('before'));
    await before.passOver();
    await place.memory.store.refresh(['files']);
    expect(place.run('a')).not.toHaveProperty('is_best');
    await watch(place);
    await place.clock.advance(0);
    expect(place.run('a')?.['is_best']).toBe(true);
  });
});

describe('a hint', () => {
  it('brings a file in once it has settled', async () => {
    const here = await watching();
    here.folder.write(A, runFile('a'));
    here.hint(A);
    await here.clock.advance(SETTLE - 1);
    expect(status(here)).toBeUndefined();
    await here.clock.advance(1);
    expect([status(here), here.run('a')?.['is_best']]).toEqual(['indexed', true]);
  });

  it('brings a file in at once where it was moved into place', async () => {
    const here = await watching();
    here.folder.write(A, runFile('a'), { isMoved: true });
    here.hint(A);
    await here.clock.advance(0);
    expect(status(here)).toBe('indexed');
  });

  it('of a side file brings in the run that names it', async () => {
    const here = await watching({ [A]: runFile('a', 0.5, { images_file: 'a.ndjson' }) });
    expect(status(here)).toBe('waiting');
    here.folder.write('p/a.ndjson', '');
    here.hint('p/a.ndjson');
    await here.clock.advance(3 * SETTLE);
    expect(status(here)).toBe('indexed');
  });

  it('of what is no candidate is of no interest', async () => {
    const here = await watching();
    here.folder.write('p/.hidden.json', runFile('a'));
    here.hint('p/.hidden.json', 'p/model.bin');
    const before = here.memory.requests.length;
    await here.clock.advance(10 * SETTLE);
    expect(here.memory.requests.length).toBe(before);
  });
});

describe('a scan', () => {
  it('finds at its interval what had no hint', async () => {
    const here = await watching();
    here.folder.write(A, runFile('a'));
    await here.clock.advance(SCAN_INTERVAL - SETTLE - 1);
    expect(status(here)).toBeUndefined();
    await here.clock.advance(SETTLE + 1);
    expect(status(here)).toBe('indexed');
  });

  it.each([
    ['is ready', (here: Heard) => here.events().ready()],
    ['fails', (here: Heard) => here.events().up(false, 'no more watches')],
    ['works again', (here: Heard) => here.events().up(true)],
  ])('comes at once when the watcher %s', async (_what, tell) => {
    const here = await watching();
    here.folder.write(A, runFile('a'));
    tell(here);
    await here.clock.advance(SETTLE);
    expect(status(here)).toBe('indexed');
  });

  it('is all there is without a watcher, and moves are not trusted then', async () => {
    const here = await watching({}, { watcher: undefined });
    here.folder.write(A, runFile('a'), { isMoved: true });
    await here.clock.advance(SCAN_INTERVAL - SETTLE);
    expect([here.told, status(here)]).toEqual([['no watcher', 'started'], undefined]);
    await here.clock.advance(SETTLE);
    expect(status(here)).toBe('indexed');
  });

  it('finds a folder away, says so once, and that it can be read again', async () => {
    const here = await watching(
      { [A]: runFile('a') },
      { vanished: { onDelete: 'remove', scans: 1, share: 1 } },
    );
    here.folder.circumstances.away = 'it is not there';
    await here.clock.advance(3 * SCAN_INTERVAL);
    expect(status(here)).toBe('indexed');
    here.folder.circumstances.away = undefined;
    await here.clock.advance(SCAN_INTERVAL);
    const said = here.logged
      .map(({ message }) => message)
      .filter((message) => message.includes('folder can'));
    expect(said).toEqual([
      'The folder cannot be read; retrying at each scan',
      'The folder can be read again',
    ]);
    expect(here.told.filter((each) => each === 'unreadable: it is not there')).toHaveLength(3);
  });

  it('lets go of files that are gone, and has the others judged again', async () => {
    const here = await watching(
      { [A]: runFile('a', 0.5), [B]: runFile('b', 0.7) },
      { vanished: { onDelete: 'remove', scans: 2, share: 1 } },
    );
    here.folder.remove(B);
    await here.clock.advance(2 * SCAN_INTERVAL);
    expect([status(here, B), here.run('b'), here.run('a')?.['is_best']]).toEqual(['gone', undefined, true]);
  });
});

type Heard = Awaited<ReturnType<typeof watching>>;

describe('a file that ends too early', () => {
  const half = '{"schema": "runlens.run/1", "metr';

  it('waiting → waiting as long as it is young, and → rejected then', async () => {
    const here = await watching({ [A]: half });
    expect(status(here)).toBe('waiting');
    await here.clock.advance(INCOMPLETE - 2 * SETTLE);
    expect(status(here)).toBe('waiting');
    await here.clock.advance(120_000);
    expect(status(here)).toBe('rejected');
  });

  it('waiting → indexed when it is written to its end', async () => {
    const here = await watching({ [A]: half });
    here.folder.write(A, runFile('a'));
    here.hint(A);
    await here.clock.advance(SETTLE);
    expect(status(here)).toBe('indexed');
  });
});

it('a file that changes while it is read has to settle again', async () => {
  const here = await watching();
  here.folder.write(A, runFile('a', 0.5));
  here.hint(A);
  here.folder.circumstances.whileReading = () => {
    here.folder.circumstances.whileReading = () => {};
    here.folder.write(A, runFile('a', 0.9));
  };
  await here.clock.advance(SETTLE);
  expect(status(here)).toBeUndefined();
  await here.clock.advance(SETTLE);
  expect(here.run('a')).toMatchObject({ primary: { value: 0.9 } });
});

describe('judging', () => {
  it('comes every five seconds while files keep coming, and once they do not', async () => {
    const here = await watching();
    const judged = new Set<number>();
    here.memory.inject(({ name }) => {
      if (name === 'showImagesOf') judged.add(here.clock.elapsed());
      return undefined;
    });
    for (let n = 0; n < 40; n += 1) {
      here.folder.write(`p/${n}.json`, runFile(String(n)));
      here.hint(`p/${n}.json`);
      await here.clock.advance(300);
    }
    await here.clock.advance(SETTLE);
    const pauses = [...judged].map((time, n) => time - ([...judged][n - 1] ?? 0));
    expect([judged.size, pauses.slice(0, -1).every((pause) => pause >= 5000)]).toEqual([3, true]);
    const files = here.memory.documents('experiments').filter(({ source }) => source['record'] !== undefined);
    expect(files).toHaveLength(40);
  });
});

/** A daemon has stopped in the middle of its file and never continues. */
async function stopped(place: Place): Promise<void> {
  const other = await openDaemon(place, place.world('other', { isStopped: true }));
  place.folder.write(A, runFile('a'));
  const end = place.memory.inject((request) =>
    request.name === 'refresh' ? new Promise(() => {}) : undefined,
  );
  void passAmid(other, place);
  await place.clock.advance(0);
  end();
}

describe('a file that another daemon is at', () => {
  it('is taken over when its lease is not renewed, and swept again when nothing of that one can be under way', async () => {
    const place = createPlace();
    await stopped(place);
    await watch(place);
    await place.clock.advance(20_000);
    expect(place.entry(A)).toMatchObject({ status: 'reading', lease: { session: 'other' } });
    await place.clock.advance(60_000);
    expect(place.entry(A)).toMatchObject({ status: 'indexed' });
    // A row that the other had sent arrives only now.
    const key = place.memory.documents('experiments')[0]?.id ?? '';
    place.memory.put('images', 'late', { run: { key }, revision: 'old' }, { version: 1, routing: key });
    await place.clock.advance(LINGER);
    expect(place.memory.documents('images')).toEqual([]);
  });
});
