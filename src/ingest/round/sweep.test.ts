/** What files no longer say is taken away, and nothing else. */

import { describe, expect, it } from 'vitest';
import { createMemoryFolder } from '../../../test/support/memory-folder.ts';
import { createPlace, imageRows, openDaemon, passAmid, runFile } from '../../../test/support/memory-world.ts';
import { failing } from '../../../test/support/memory-store/faults.ts';
import type { RunIndex } from '../../domain/documents/document.ts';

const A = 'p/a.json';
const FORBIDDEN = { type: 'forbidden', status: 403, reason: 'Not you.' } as const;

async function prepare() {
  const place = createPlace();
  const here = { ...place, ...(await openDaemon(place, place.world())) };
  function ids(index: RunIndex, run: string) {
    return here.rows(index, run).map(({ id, metric }) => (index === 'scores' ? metric : id));
  }
  return { ...here, ids };
}

describe('rows of an earlier state', () => {
  it('go when the file has them no longer', async () => {
    const { folder, passOver, ids } = await prepare();
    folder.write(A, runFile('r', 0.5, { images: imageRows('1', '2', '3') }));
    await passOver();
    folder.write(A, runFile('r', 0.5, { images: imageRows('2', '4'), metrics: { test: { loss: 1 } } }));
    await passOver();
    expect([ids('images', 'r'), ids('scores', 'r')]).toEqual([['2', '4'], ['loss']]);
  });

  it('stay when they are those that were just written, and a search does not show it yet', async () => {
    const { folder, passOver, ids, memory } = await prepare();
    folder.write(A, runFile('r', 0.5, { images: imageRows('1') }));
    await passOver();
    folder.write(A, runFile('r', 0.6, { images: imageRows('1') }));
    memory.inject(({ name }) => (name === 'refresh' ? { type: 'lags' } : undefined));
    await passOver();
    expect([ids('images', 'r'), ids('scores', 'r')]).toEqual([['1'], ['accuracy']]);
  });
});

describe('a run that its file says no longer', () => {
  it('goes with all its rows', async () => {
    const { folder, passOver, run, ids } = await prepare();
    folder.write(A, runFile('r', 0.5, { images: imageRows('1') }));
    await passOver();
    folder.write(A, runFile('s', 0.5, { images: imageRows('2') }));
    const { touched } = await passOver();
    expect([run('r'), ids('images', 'r'), ids('scores', 'r')]).toEqual([undefined, [], []]);
    expect([ids('images', 's'), [...touched]]).toEqual([['2'], ['p']]);
  });

  it('goes when the file is rules now', async () => {
    const { folder, passOver, memory } = await prepare();
    folder.write(A, runFile('r'));
    await passOver();
    folder.write(A, { schema: 'runlens.project/1' });
    await passOver();
    expect([memory.documents('experiments'), memory.documents('scores')]).toEqual([[], []]);
  });

  it('goes also where it was on its way only, when the work was cut off', async () => {
    const { folder, passOver, run, ids, memory } = await prepare();
    folder.write(A, runFile('r', 0.5, { images: imageRows('1') }));
    memory.inject(failing('refresh', FORBIDDEN, { times: 1 }));
    await passOver();
    expect(run('r')).toBeDefined();
    folder.write(A, runFile('s'));
    await passOver();
    expect([run('r'), ids('images', 'r'), run('s')]).toEqual([undefined, [], expect.anything()]);
  });

  it('goes also where the work was cut off twice, at two other runs', async () => {
    const { folder, passOver, memory, run } = await prepare();
    memory.inject(failing('refresh', FORBIDDEN, { times: 2 }));
    for (const id of ['r', 's', 't']) {
      folder.write(A, runFile(id));
      await passOver();
    }
    expect([run('r'), run('s'), run('t')]).toEqual([undefined, undefined, expect.anything()]);
  });

  it('stays when a file of another folder says it', async () => {
    const here = await prepare();
    const other = createMemoryFolder(here.clock, '/others');
    const second = await openDaemon(here, here.world('two', { folder: other }));
    here.folder.write(A, runFile('r'));
    await here.passOver();
    other.write('p/r.json', runFile('r'));
    await second.passOver();
    here.folder.write(A, runFile('s'));
    await here.passOver();
    expect([here.run('r'), here.run('s')]).toEqual([expect.anything(), expect.anything()]);
  });

  it('stays when another daemon has written it since, with a higher version', async () => {
    const here = await prepare();
    here.folder.write(A, runFile('r'));
    await here.passOver();
    const other = createMemoryFolder(here.clock, '/others');
    const second = await openDaemon(here, here.world('two', { folder: other }));
    here.folder.write(A, runFile('s'));
    await here.clock.advance(5);
    other.write('p/r.json', runFile('r', 0.9));
    // It is told by the other folder only after this one has looked who else tells it.
    let isLate = false;
    here.memory.inject(async ({ name, ...request }) => {
      const isSweep = name === 'walk' && 'selection' in request && request.selection.index === 'experiments';
      if (!isSweep || isLate) return undefined;
      isLate = true;
      await passAmid(second, { folder: other });
      return undefined;
    });
    await here.passOver();
    expect(here.run('r')).toMatchObject({ primary: { value: 0.9 } });
  });
});

it('a row that another daemon has written since is not deleted, and the file is read again', async () => {
  const { folder, passOver, ids, memory, entry } = await prepare();
  folder.write(A, runFile('r', 0.5, { images: imageRows('1', '2') }));
  await passOver();
  folder.write(A, runFile('r', 0.5, { images: imageRows('1') }));
  const end = memory.inject(async (request) => {
    if (request.name !== 'walk' || request.selection.index !== 'images') return undefined;
    const row = memory.documents('images').find(({ source }) => source['id'] === '2');
    if (row !== undefined) memory.put('images', row.id, row.source, { version: row.version + 1e9 });
    end();
    return undefined;
  });
  const { again } = await passOver();
  expect([ids('images', 'r'), again]).toEqual([['1', '2'], [{ path: A, because: 'busy' }]]);
  expect(entry(A)).toMatchObject({ status: 'reading' });
});

it('what cannot be found is no sweep: the round ends with the failure, and the next does it', async () => {
  const { folder, passOver, ids, memory } = await prepare();
  folder.write(A, runFile('r', 0.5, { images: imageRows('1', '2') }));
  await passOver();
  folder.write(A, runFile('r', 0.5, { images: imageRows('1') }));
  memory.inject(failing('walk', FORBIDDEN, { times: 1 }));
  expect(await passOver()).toMatchObject({ failure: FORBIDDEN });
  await passOver();
  expect(ids('images', 'r')).toEqual(['1']);
});

it('a page in the middle that cannot be read is a failure too', async () => {
  const { folder, passOver, ids, memory } = await prepare();
  const many = Array.from({ length: 1500 }, (_, n) => String(n));
  folder.write(A, runFile('r', 0.5, { images: imageRows(...many) }));
  await passOver();
  folder.write(A, runFile('r', 0.5, { images: imageRows('0') }));
  const end = memory.inject((request) =>
    request.name === 'walk' && request.page === 1
      ? { type: 'fails', failure: FORBIDDEN, isDone: false }
      : undefined,
  );
  expect(await passOver()).toMatchObject({ failure: FORBIDDEN });
  end();
  await passOver();
  expect(ids('images', 'r')).toEqual(['0']);
});

it('a file whose entry is all that there is needs no refresh and no search', async () => {
  const { folder, passOver, memory } = await prepare();
  folder.write(A, '{,}');
  memory.requests.length = 0;
  await passOver();
  expect(memory.requests.map(({ name }) => name)).toEqual(['bulk']);
});
