/** What becomes of files that are no longer found: the arrows of the ledger's diagram to `gone`, and back. */

import { describe, expect, it } from 'vitest';
import { answering, failing } from '../../../test/support/memory-store/faults.ts';
import {
  createPlace,
  imageRows,
  openDaemon,
  passAmid,
  runFile,
  type Daemon,
  type Place,
} from '../../../test/support/memory-world.ts';
import type { Vanished, VanishedOptions } from './vanished.ts';

const A = 'p/a.json';
const REFUSED = { status: 400, errorType: 'document_parsing_exception', reason: 'no such field' };
const FORBIDDEN = { type: 'forbidden', status: 403, reason: 'Not you.' } as const;

type Here = Place & Daemon & { scans: (times?: number) => Promise<unknown> };

/** A daemon that lets files go at the second scan that misses them. `scans` gives what the last one came to. */
async function prepare(
  options: Partial<VanishedOptions> = {},
  files: Record<string, unknown> = {},
): Promise<Here> {
  const place = createPlace();
  const daemon = await openDaemon(place, place.world());
  for (const [path, content] of Object.entries(files)) place.folder.write(path, content);
  await daemon.passOver();
  const vanished = daemon.vanished({ onDelete: 'keep', scans: 2, share: 0.5, ...options });
  return { ...place, ...daemon, scans: (times = 2) => scanned(place, vanished, times) };
}

async function scanned({ folder }: Place, { notice }: Vanished, times: number): Promise<unknown> {
  let outcome: unknown;
  for (let n = 0; n < times; n += 1) {
    const scan = await folder.scan();
    if (scan.type !== 'scanned') throw new Error(scan.reason);
    const noticed = await notice(scan);
    outcome = noticed.type === 'ok' ? noticed.value : noticed;
  }
  return outcome;
}

/** A file in each state. */
const STATES: Record<string, (here: Here) => Promise<unknown>> = {
  indexed: (here) => {
    here.folder.write(A, runFile('a'));
    return here.passOver();
  },
  partial: (here) => {
    here.memory.inject(answering(REFUSED, ({ source }) => source['id'] === '2', { times: 1 }));
    here.folder.write(A, runFile('a', 0.5, { images: imageRows('1', '2') }));
    return here.passOver();
  },
  rejected: (here) => {
    here.folder.write(A, '{,}');
    return here.passOver();
  },
  waiting: (here) => {
    here.folder.write(A, '{"schema": ');
    return here.passOver({ isYoung: () => true });
  },
  reading: (here) => {
    here.memory.inject(failing('refresh', FORBIDDEN, { times: 1 }));
    here.folder.write(A, runFile('a'));
    return here.passOver();
  },
};

describe.each(Object.entries(STATES))('%s →', (status, reach) => {
  it('gone when enough scans in a row did not find it', async () => {
    const here = await prepare();
    await reach(here);
    expect(here.entry(A)?.status).toBe(status);
    here.folder.remove(A);
    await here.scans(1);
    expect(here.entry(A)?.status).toBe(status);
    await here.scans(1);
    expect(here.entry(A)).toMatchObject({ status: 'gone', errors: [], errorCount: 0 });
    for (const key of ['lease', 'intended', 'problem']) expect(here.entry(A)).not.toHaveProperty(key);
  });

  it('the same when a scan finds it in between', async () => {
    const here = await prepare();
    await reach(here);
    const found = await here.folder.look(A);
    here.folder.remove(A);
    await here.scans(1);
    here.folder.write(A, '{}');
    await here.scans(1);
    here.folder.remove(A);
    await here.scans(1);
    expect([found?.path, here.entry(A)?.status]).toEqual([A, status]);
  });
});

describe('gone →', () => {
  it('indexed when the file is back', async () => {
    const { folder, scans, passOver, entry, run } = await prepare({}, { [A]: runFile('a', 0.5) });
    folder.remove(A);
    await scans();
    folder.write(A, runFile('a', 0.9));
    await passOver();
    expect([entry(A)?.status, run('a')]).toMatchObject(['indexed', { primary: { value: 0.9 } }]);
  });

  it('gone when it stays away: nothing is written again', async () => {
    const { folder, scans, memory } = await prepare({}, { [A]: runFile('a') });
    folder.remove(A);
    await scans();
    memory.requests.length = 0;
    await scans(5);
    expect(memory.requests).toEqual([]);
  });
});

describe('what a file said that is gone', () => {
  it('stays where runs are kept', async () => {
    const { folder, scans, entry, run } = await prepare({}, { [A]: runFile('a') });
    folder.remove(A);
    expect(await scans()).toEqual(new Set());
    expect([run('a')?.['project'], entry(A)?.content]).toMatchObject(['p', { run: { id: 'a' } }]);
  });

  it('goes where runs are removed, and its project is to be judged', async () => {
    const { folder, scans, entry, memory, logged } = await prepare(
      { onDelete: 'remove' },
      { [A]: runFile('a', 0.5, { images: imageRows('1') }), 'p/b.json': runFile('b') },
    );
    folder.remove(A);
    expect(await scans()).toEqual(new Set(['p']));
    expect(memory.documents('experiments').map(({ source }) => source['run'])).toMatchObject([{ id: 'b' }]);
    expect([memory.documents('images'), entry(A)?.content]).toEqual([[], undefined]);
    expect(logged).toContainEqual({
      level: 'info',
      message: 'Files are gone',
      fields: { files: 1, runs: 'removed' },
    });
  });

  it('goes where runs are removed now, and were kept when the file went', async () => {
    const here = await prepare({}, { [A]: runFile('a') });
    here.folder.remove(A);
    await here.scans();
    const vanished = here.vanished({ onDelete: 'remove', scans: 2, share: 0.5 });
    await scanned(here, vanished, 2);
    expect([here.run('a'), here.entry(A)?.content]).toEqual([undefined, undefined]);
  });

  it('goes also where it was on its way only', async () => {
    const here = await prepare({ onDelete: 'remove' });
    await STATES['reading']?.(here);
    expect(here.run('a')).toBeDefined();
    here.folder.remove(A);
    await here.scans();
    expect(here.run('a')).toBeUndefined();
  });

  it('stays, where it is a run, when another file says it now', async () => {
    const { folder, scans, passOver, run, entry } = await prepare(
      { onDelete: 'remove' },
      { [A]: runFile('a') },
    );
    folder.rename(A, 'p/b.json');
    await passOver();
    await scans();
    expect([run('a')?.['project'], entry('p/b.json')?.status]).toEqual(['p', 'indexed']);
  });

  it('stays in force, where it is rules that are kept, and else is not', async () => {
    for (const [onDelete, baseline] of [
      ['keep', 0.4],
      ['remove', undefined],
    ] as const) {
      const rules = { schema: 'runlens.project/1', metrics: { accuracy: { baseline: 0.4 } } };
      const { folder, scans, passOver, run } = await prepare({ onDelete }, { 'p/project.json': rules });
      folder.remove('p/project.json');
      await scans();
      folder.write(A, runFile('a'));
      await passOver();
      expect((run('a') as { primary: object } | undefined)?.primary).toMatchObject(
        baseline === undefined ? {} : { baseline },
      );
      expect('baseline' in (run('a') as { primary: object }).primary).toBe(baseline !== undefined);
    }
  });
});

describe('nothing is gone', () => {
  const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [`p/${id}.json`, runFile(id)]));
  function statuses({ entry }: Place) {
    return new Set(Object.keys(many).map((path) => entry(path)?.status));
  }

  it('when more than the share is missing at once; this is said once, and so is its end', async () => {
    const here = await prepare({ onDelete: 'remove', share: 0.25 }, many);
    for (const path of Object.keys(many).slice(2)) here.folder.remove(path);
    await here.scans(5);
    expect([statuses(here), here.memory.documents('experiments').length]).toEqual([new Set(['indexed']), 4]);
    for (const path of Object.keys(many)) here.folder.write(path, many[path]);
    await here.scans(1);
    const told = here.logged.filter(({ level }) => level !== 'debug').map(({ message }) => message);
    expect(told).toEqual(['Files are missing; none counts as gone', 'The folder is complete again']);
  });

  it('when the marker is missing that was there', async () => {
    const here = await prepare({ onDelete: 'remove' }, many);
    const { circumstances, remove } = here.folder;
    circumstances.place = { ...circumstances.place, hasMarker: true };
    await here.scans(1);
    circumstances.place = { ...circumstances.place, hasMarker: false };
    remove(A);
    await here.scans(5);
    expect(statuses(here)).toEqual(new Set(['indexed']));
  });

  it('when it is another device, and much is not on it', async () => {
    const here = await prepare({ onDelete: 'remove' }, many);
    await here.scans(1);
    here.folder.circumstances.place = { device: '2', inode: '2', hasMarker: false };
    for (const path of Object.keys(many)) here.folder.remove(path);
    await here.scans(5);
    expect(statuses(here)).toEqual(new Set(['indexed']));
  });

  it.each([[A], ['p']])('of what a scan could not look at: %s', async (unseen) => {
    const here = await prepare({ onDelete: 'remove' }, { [A]: runFile('a'), 'q/b.json': runFile('b') });
    here.folder.circumstances.unseen = [unseen];
    await here.scans(5);
    expect(here.entry(A)?.status).toBe('indexed');
  });
});

describe('other daemons', () => {
  it('are left the files that they are at', async () => {
    const here = await prepare({}, { [A]: runFile('a') });
    await here.memory.store.refresh(['files']);
    const other = await openDaemon(here, here.world('two', { isStopped: true }));
    here.folder.write(A, runFile('a', 0.9));
    const end = here.memory.inject(({ name }) => (name === 'refresh' ? never : undefined));
    void passAmid(other, here);
    await here.clock.advance(0);
    end();
    expect(here.entry(A)).toMatchObject({ status: 'reading', lease: { session: 'two' } });
    await here.passOver();
    here.folder.remove(A);
    await here.scans(3);
    expect(here.entry(A)).toMatchObject({ status: 'reading' });
  });

  it('may have seen to it: what they wrote is not overwritten', async () => {
    const here = await prepare({}, { [A]: runFile('a') });
    const stored = here.memory.documents('files')[0];
    here.folder.remove(A);
    await here.scans(1);
    here.memory.put('files', stored?.id ?? '', { ...stored?.source, seen_at: '2027-01-01T00:00:00.000Z' });
    expect(await here.scans(1)).toEqual(new Set());
    expect(here.entry(A)).toMatchObject({ status: 'indexed', seenAt: '2027-01-01T00:00:00.000Z' });
  });
});

const never = new Promise<undefined>(() => {});

it.each(['refresh', 'walk', 'bulk'] as const)(
  'a failure of %s is told, and the next scan does it',
  async (name) => {
    const { folder, scans, memory, run, entry } = await prepare(
      { onDelete: 'remove' },
      { [A]: runFile('a') },
    );
    folder.remove(A);
    memory.inject(failing(name, FORBIDDEN, { times: 1 }));
    expect(await scans()).toMatchObject(FORBIDDEN);
    expect(entry(A)?.status).toBe('indexed');
    expect(await scans(1)).toEqual(new Set(['p']));
    expect([run('a'), entry(A)?.status]).toEqual([undefined, 'gone']);
  },
);
