/**
 * Work that is cut off, at each of the requests that it makes: in the end, the indices hold what they would hold had it
 * never been.
 */

import { describe, expect, it } from 'vitest';
import { failing, type Fault } from '../../test/support/memory-store/faults.ts';
import {
  createPlace,
  imageRows,
  openDaemon,
  passAmid,
  runFile,
  type Daemon,
  type Place,
} from '../../test/support/memory-world.ts';
import { RUN_INDICES } from '../domain/documents/document.ts';

const PROJECTS = ['p', 'q'];
const TIMEOUT = { type: 'timeout', reason: 'No answer in time.' } as const;

/** Two files that are in, and then change in every way: other rows, another run, rules, a name, one more and one less. */
function first({ folder }: Place): void {
  folder.write('p/a.json', runFile('a', 0.5, { images: imageRows('1', '2') }));
  folder.write('p/b.json', runFile('b', 0.6, { images: imageRows('1') }));
  folder.write('p/c.json', runFile('c', 0.7));
}

function second({ folder }: Place): void {
  folder.write('p/a.json', runFile('a', 0.8, { images: imageRows('2', '3') }));
  folder.write('p/b.json', runFile('other', 0.6, { images: imageRows('4') }));
  folder.rename('p/c.json', 'p/d.json');
  folder.write('p/project.json', { schema: 'runlens.project/1', metrics: { accuracy: { baseline: 0.4 } } });
  folder.write('q/new.json', runFile('new', 0.9));
}

/** Daemon `one` has indexed the first state of the folder, and the second is there. */
async function prepare({ isStopped = false } = {}) {
  const place = createPlace();
  const one = await openDaemon(place, place.world('one'));
  first(place);
  await one.passOver();
  await one.judge(PROJECTS);
  second(place);
  await place.clock.advance(5);
  await place.memory.store.refresh(['files']);
  return { ...place, one: isStopped ? await openDaemon(place, place.world('one', { isStopped })) : one };
}

/** As long as another daemon may be at a file, and until nothing is left to do. */
async function catchUp(place: Place, daemon: Daemon): Promise<string[]> {
  const takenOver: string[] = [];
  for (let time = 0; time < 10; time += 1) {
    const outcome = await daemon.passOver();
    takenOver.push(...outcome.takenOver);
    if (outcome.failure === undefined && outcome.again.length === 0) break;
    await place.clock.advance(10_000);
  }
  await place.clock.until(daemon.judge(PROJECTS));
  return takenOver;
}

/** What is in the indices, without versions, and what the ledger says of the files. */
function told({ memory, folder, entry }: Place) {
  const sources = (index: (typeof RUN_INDICES)[number]) =>
    memory.documents(index).map(({ id, source }): [string, object] => [id, source]);
  return {
    indices: RUN_INDICES.map((index) => [index, Object.fromEntries(sources(index))]),
    statuses: folder.paths().map((path) => [path, entry(path)?.status]),
  };
}

/** What would be in the indices if nothing had been there before. */
async function wantedInTheEnd() {
  const { folder } = await prepare();
  const fresh = createPlace();
  const daemon = await openDaemon(fresh, fresh.world('fresh', { folder }));
  await catchUp(fresh, daemon);
  return told({ ...fresh, folder });
}

/** Something happens at the request with this number, counted from 0. */
function at(number: number, fault: Fault): Fault {
  let count = 0;
  return (request) => ((count += 1) === number + 1 ? fault(request) : undefined);
}

/** How many requests the work makes that is cut off here. */
async function countRequests(): Promise<number> {
  const place = await prepare();
  place.memory.requests.length = 0;
  await place.one.passOver();
  await place.one.judge(PROJECTS);
  return place.memory.requests.length;
}

const WANTED = await wantedInTheEnd();
const REQUESTS = await countRequests();
const EACH = Array.from({ length: REQUESTS }, (_, number) => number);

it('goes through many requests: each is a point at which it is cut off below', () => {
  expect(REQUESTS).toBeGreaterThan(20);
});

describe.each([
  ['and was done', true],
  ['and was not done', false],
])('a request that fails %s', (_what, isDone) => {
  it.each(EACH)('request %i: the same daemon does the rest', async (number) => {
    const place = await prepare();
    place.memory.inject(at(number, failing('any', TIMEOUT, { times: 1, isDone })));
    await place.one.passOver();
    await place.clock.until(place.one.judge(PROJECTS));
    await catchUp(place, place.one);
    expect(told(place)).toEqual(WANTED);
  });

  it.each(EACH)('request %i, and the process dies: the next one does the rest', async (number) => {
    const place = await prepare({ isStopped: true });
    const end = place.memory.inject(at(number, failing('any', TIMEOUT, { times: 1, isDone })));
    void passAmid(place.one, place).then(() => place.one.judge(PROJECTS));
    await place.clock.advance(0);
    end();
    await place.memory.store.refresh(['files']);
    const next = await openDaemon(place, place.world('two', { dead: ['one'] }));
    await catchUp(place, next);
    expect(told(place)).toEqual(WANTED);
  });
});

describe('a daemon that stalls', () => {
  it.each(EACH)(
    'at request %i, and wakes up when another has done its work: it does no harm',
    async (number) => {
      const place = await prepare();
      const { promise: asleep, resolve: wake } = Promise.withResolvers<undefined>();
      const end = place.memory.inject(at(number, () => asleep));
      const stalled = passAmid(place.one, place).then(() => place.one.judge(PROJECTS));
      await place.clock.advance(0);
      await place.memory.store.refresh(['files']);
      const other = await openDaemon(place, place.world('two', { dead: ['one'] }));
      const takenOver = await catchUp(place, other);
      wake(undefined);
      await place.clock.until(stalled);
      end();
      await place.clock.advance(60_000);
      await place.clock.until(other.sweepAgain(takenOver));
      await catchUp(place, other);
      expect(told(place)).toEqual(WANTED);
    },
  );
});
