/** The daemon's loop where something fails, and its end. */

import { describe, expect, it } from 'vitest';
import { failing, type Request } from '../../test/support/memory-store/faults.ts';
import { SETTLE, watch } from '../../test/support/memory-watch.ts';
import { createPlace, runFile, type Place } from '../../test/support/memory-world.ts';
import type { ElasticsearchFailureType } from '../domain/model/outcome.ts';

const A = 'p/a.json';

function status({ entry }: Place) {
  return entry(A)?.status;
}

/** A daemon that has caught up with an empty folder. */
async function watching() {
  const place = createPlace();
  const daemon = await watch(place);
  await place.clock.advance(SETTLE);
  return { ...place, ...daemon };
}

describe('a turn that fails', () => {
  const types: ElasticsearchFailureType[] = [
    'unreachable',
    'timeout',
    'unavailable',
    'too-many-requests',
    'blocked',
    'unauthorized',
    'forbidden',
    'tls',
    'not-elasticsearch',
    'bad-request',
  ];

  it.each(types)('as %s is done again, later and later, until it succeeds', async (type) => {
    const here = await watching();
    const end = here.memory.inject(failing('any', { type, reason: 'why' }));
    here.folder.write(A, runFile('a'));
    here.hint(A);
    await here.clock.advance(600_000);
    const pauses = here.told.filter((each) => each === 'paused: why').length;
    expect([status(here), here.ended(), pauses > 50, pauses < 100]).toEqual([
      undefined,
      undefined,
      true,
      true,
    ]);
    end();
    await here.clock.advance(10_000);
    expect([status(here), here.told.at(-1)]).toEqual(['indexed', 'resumed']);
  });

  it.each(['refresh', 'walk', 'get', 'showImagesOf'] as const)('at a %s is done again', async (name) => {
    const here = await watching();
    here.memory.inject(failing(name, { type: 'forbidden', reason: 'why' }, { times: 3 }));
    here.folder.write(A, runFile('a'));
    here.hint(A);
    await here.clock.advance(SETTLE + 10_000);
    expect([status(here), here.run('a')?.['is_best'], here.memory.shown()]).toEqual([
      'indexed',
      true,
      [here.memory.documents('experiments')[0]?.id],
    ]);
  });

  it('is said once while it lasts, and so is its end', async () => {
    const here = await watching();
    const end = here.memory.inject(failing('any', { type: 'forbidden', reason: 'why' }));
    here.folder.write(A, runFile('a'));
    here.hint(A);
    await here.clock.advance(60_000);
    end();
    await here.clock.advance(10_000);
    const said = here.logged.filter(({ level }) => level === 'error' || level === 'info');
    expect(said.map(({ message }) => message)).toEqual([
      'Watching',
      'Elasticsearch is not accepting writes; retrying',
      'Elasticsearch accepts writes again',
      'Ingested',
    ]);
  });
});

describe('an index that is missing', () => {
  it.each(['experiments', 'scores', 'images', 'series', 'files'] as const)(
    'ends the daemon, which starts over: %s',
    async (index) => {
      const here = await watching();
      here.folder.write(A, runFile('a'));
      here.hint(A);
      await here.clock.advance(SETTLE + 10_000);
      here.memory.removeIndex(index);
      // The source is known: its entry is read by id first.
      here.folder.write(A, runFile('a', 0.5, { images: [] }));
      here.hint(A);
      await here.clock.advance(SETTLE + 10_000);
      expect([here.ended(), here.hasWatcher()]).toEqual(['start-over', false]);
      here.memory.createIndex(index);
      await watch(here, {}, { session: 'two' });
      await here.clock.advance(40_000);
      expect(status(here)).toBe('indexed');
    },
  );
});

function isSending(request: Request) {
  return request.name === 'bulk' && request.actions.some(({ index }) => index === 'experiments');
}

describe('the signal', () => {
  it('ends the daemon while it waits', async () => {
    const here = await watching();
    here.stop();
    await here.clock.advance(0);
    expect([here.ended(), here.hasWatcher()]).toEqual(['stopped', false]);
  });

  it('ends the daemon while it backs off, and what failed is not tried again', async () => {
    const here = await watching();
    here.memory.inject(failing('any', { type: 'forbidden', reason: 'why' }));
    here.folder.write(A, runFile('a'));
    here.hint(A);
    await here.clock.advance(60_000);
    here.stop();
    await here.clock.advance(0);
    expect(here.ended()).toBe('stopped');
  });

  it('ends the daemon once the turn that is under way is done', async () => {
    const here = await watching();
    here.folder.write(A, runFile('a'));
    here.hint(A);
    here.memory.inject((request) => {
      if (isSending(request)) here.stop();
      return undefined;
    });
    await here.clock.advance(SETTLE);
    expect([here.ended(), status(here), here.run('a')?.['is_best']]).toEqual(['stopped', 'indexed', true]);
  });
});
