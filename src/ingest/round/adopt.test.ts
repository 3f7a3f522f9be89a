/** Several daemons on one folder. */

import { describe, expect, it } from 'vitest';
import {
  createPlace,
  openDaemon,
  passAmid,
  runFile,
  type Place,
} from '../../../test/support/memory-world.ts';
import type { Request } from '../../../test/support/memory-store/faults.ts';

const A = 'p/a.json';

async function prepare() {
  const place = createPlace();
  const one = await openDaemon(place, place.world('one'));
  const two = await openDaemon(place, place.world('two'));
  return { ...place, one, two };
}

/** Has another daemon do something once a request of the first is reached, and before it is answered. */
function whenReached(
  { memory }: Pick<Place, 'memory'>,
  isIt: (request: Request) => boolean,
  work: () => Promise<void>,
) {
  let isReached = false;
  memory.inject(async (request) => {
    if (isReached || !isIt(request)) return undefined;
    isReached = true;
    await work();
    return undefined;
  });
}

function isSending(request: Request) {
  return request.name === 'bulk' && request.actions.some(({ index }) => index === 'experiments');
}

describe('a file that another daemon is at', () => {
  it('is left alone: it is busy', async () => {
    const here = await prepare();
    here.folder.write(A, runFile('r'));
    whenReached(here, isSending, async () => {
      const { again, tally } = await passAmid(here.two, here);
      expect([again, tally.recorded]).toEqual([[{ path: A, because: 'busy' }], 0]);
      expect(here.run('r')).toBeUndefined();
    });
    const { again } = await here.one.passOver();
    expect([again, here.entry(A)?.status]).toEqual([[], 'indexed']);
    expect.assertions(3);
  });

  it('counts as unchanged once that one is done, and its project is judged by us too', async () => {
    const here = await prepare();
    here.folder.write(A, runFile('r'));
    await here.one.passOver();
    // The second has read its ledger before that.
    const { tally, again, touched } = await here.two.passOver();
    expect([tally.files, tally.unchanged, tally.recorded, again]).toEqual([1, 1, 0, []]);
    expect(touched).toEqual(new Set(['p']));
  });

  it('brings its rules along: runs that come later are derived under them', async () => {
    const here = await prepare();
    here.folder.write('p/project.json', {
      schema: 'runlens.project/1',
      metrics: { accuracy: { baseline: 0.4 } },
    });
    await here.one.passOver();
    await here.two.passOver();
    here.folder.write(A, runFile('r'));
    await here.two.passOver();
    expect(here.run('r')).toMatchObject({ primary: { baseline: 0.4 } });
  });

  it('is busy still where it has changed since that one read it', async () => {
    const here = await prepare();
    here.folder.write(A, runFile('r', 0.5));
    await here.one.passOver();
    here.folder.write(A, runFile('r', 0.9));
    const first = await here.two.passOver();
    expect(first.again).toEqual([{ path: A, because: 'busy' }]);
    const second = await here.two.passOver();
    expect([second.again, second.tally.indexed]).toEqual([[], 1]);
    expect(here.run('r')).toMatchObject({ primary: { value: 0.9 } });
  });
});

/** The first has stopped in the middle of its file and never continues. */
async function stopped(dead: readonly string[] = []) {
  const place = createPlace();
  const one = await openDaemon(place, place.world('one', { isStopped: true }));
  const two = await openDaemon(place, place.world('two', { dead }));
  place.folder.write(A, runFile('r'));
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  whenReached(place, isSending, () => {
    resolve();
    return new Promise(() => {});
  });
  void passAmid(one, place);
  await reached;
  return { ...place, two };
}

describe('reading → reading, by another daemon', () => {
  it('when the process that holds the lease is known to be dead: at once', async () => {
    const { two, entry } = await stopped(['one']);
    expect((await two.passOver()).again).toEqual([{ path: A, because: 'busy' }]);
    const { takenOver, tally } = await two.passOver();
    expect([takenOver, tally.indexed, entry(A)?.status]).toEqual([[A], 1, 'indexed']);
  });

  it('when the lease was not renewed for half a minute, even if nothing is known of the process', async () => {
    const { two, clock, entry } = await stopped();
    await two.passOver();
    await two.passOver();
    await clock.advance(29_999);
    expect((await two.passOver()).again).toEqual([{ path: A, because: 'busy' }]);
    await clock.advance(1);
    expect((await two.passOver()).takenOver).toEqual([A]);
    expect(entry(A)?.status).toBe('indexed');
  });
});
