import { describe, expect, test } from 'vitest';
import { createSettleQueue } from './settle-queue.ts';
import type { FoundFile, FoundSource } from '../ports/folder.ts';

function part(path: string, size: number, isMoved = false): FoundFile {
  return {
    path,
    state: { size, modifiedNs: '1', inode: '1' },
    modifiedAt: '2026-08-09T12:00:00.000Z',
    isMoved,
  };
}

function source(path: string, ...files: FoundFile[]): FoundSource {
  return { path, files };
}

function file(path: string, size: number, isMoved = false) {
  return source(path, part(path, size, isMoved));
}

/** A folder whose sources a test writes and removes, and a clock that it sets. */
function worldOf({ settle = 1000, trustMoves = true } = {}) {
  const sources = new Map<string, FoundSource>();
  const clock = { now: 0, elapsed: () => clock.now, random: () => 0.5 };
  const folder = {
    find: async (path: string) => sources.get(path),
  };
  const queue = createSettleQueue(folder, clock, { settle, trustMoves });
  const put = (...put: FoundSource[]) => put.forEach((each) => sources.set(each.path, each));
  async function takeAt(now: number, most = 100) {
    clock.now = now;
    return (await queue.takeSettled(most)).map(({ path }) => path);
  }
  return { sources, clock, queue, put, takeAt };
}

describe('a file is taken', () => {
  test('when it stayed the same for as long as is asked', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.noticed('a');
    expect(await takeAt(0)).toEqual([]);
    expect(queue.nextDue()).toBe(1000);
    expect(await takeAt(999)).toEqual([]);
    expect(await takeAt(1000)).toEqual(['a']);
    queue.forget('a');
    expect([queue.size(), queue.nextDue()]).toEqual([0, undefined]);
  });

  test('together with what is due shortly after it', async () => {
    const { clock, queue, put, takeAt } = worldOf();
    for (const [path, now] of [
      ['a', 0],
      ['b', 150],
      ['c', 300],
    ] as const) {
      clock.now = now;
      put(file(path, 1));
      queue.scanned(file(path, 1));
    }
    expect(queue.nextDue()).toBe(850);
    expect(await takeAt(1100)).toEqual([]);
    expect(await takeAt(1150)).toEqual(['a', 'b']);
    queue.forget('a');
    queue.forget('b');
    expect(await takeAt(1300)).toEqual(['c']);
  });

  test('while it grows, the time begins anew', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.noticed('a');
    await takeAt(0);
    put(file('a', 2));
    queue.noticed('a');
    expect(await takeAt(1000)).toEqual([]);
    expect(await takeAt(1999)).toEqual([]);
    expect(await takeAt(2000)).toEqual(['a']);
  });

  test('once it has not changed since it was last written, not since it was last looked at in vain', async () => {
    const { queue, clock, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.noticed('a');
    await takeAt(0);
    put(file('a', 2));
    clock.now = 10;
    queue.noticed('a');
    expect(queue.nextDue()).toBe(0);
    expect(await takeAt(10)).toEqual([]);
    queue.noticed('a');
    expect(await takeAt(20)).toEqual([]);
    expect(queue.nextDue()).toBe(990);
    expect(await takeAt(1010)).toEqual(['a']);
  });

  test('at once when it was moved into place, where that can be believed', async () => {
    for (const trustMoves of [true, false]) {
      const { queue, put, takeAt } = worldOf({ trustMoves });
      put(file('a', 1, true));
      queue.noticed('a');
      expect(await takeAt(0)).toEqual(trustMoves ? ['a'] : []);
    }
  });

  test('a look of the scan counts as the first of two', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.scanned(file('a', 1));
    expect(await takeAt(999)).toEqual([]);
    expect(await takeAt(1000)).toEqual(['a']);
  });

  test('a scan finds nothing new in what is being considered already', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.scanned(file('a', 1));
    await takeAt(600);
    queue.scanned(file('a', 1));
    expect(await takeAt(1000)).toEqual(['a']);
  });

  test('no more than so many at a time, the longest known first', async () => {
    const { queue, put, takeAt } = worldOf({ settle: 0 });
    for (const path of ['a', 'b', 'c']) {
      put(file(path, 1));
      queue.scanned(file(path, 1));
    }
    expect(await takeAt(0, 2)).toEqual(['a', 'b']);
    queue.forget('a');
    queue.forget('b');
    expect(await takeAt(0, 2)).toEqual(['c']);
  });
});

describe('a source of several files is taken', () => {
  test('when none of them has changed, come or gone for as long as is asked', async () => {
    const { queue, put, takeAt } = worldOf();
    const states = [
      [part('a/1', 1)],
      [part('a/1', 1), part('a/2', 1)],
      [part('a/1', 1), part('a/2', 2)],
      [part('a/1', 1), part('a/3', 2)],
      [part('a/1', 1)],
    ];
    queue.noticed('a');
    for (const [now, files] of states.entries()) {
      put(source('a', ...files));
      queue.noticed('a');
      expect(await takeAt(now * 900)).toEqual([]);
    }
    expect(await takeAt(4599)).toEqual([]);
    expect(await takeAt(4600)).toEqual(['a']);
  });

  test('at once when all of them were moved into place', async () => {
    const { queue, put, takeAt } = worldOf();
    put(source('a', part('a/1', 1, true), part('a/2', 1, true)));
    put(source('b', part('b/1', 1, true), part('b/2', 1)));
    queue.noticed('a');
    queue.noticed('b');
    expect(await takeAt(0)).toEqual(['a']);
  });
});

describe('what was taken', () => {
  test('is taken again as long as nobody says what came of it', async () => {
    const { queue, put, takeAt } = worldOf({ settle: 0 });
    put(file('a', 1));
    queue.scanned(file('a', 1));
    expect([await takeAt(0), await takeAt(0)]).toEqual([['a'], ['a']]);
  });

  test('and could not be finished rests, longer each time, and knows since when it has been like that', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.noticed('a');
    await takeAt(5);
    await takeAt(1005);
    const rests: number[] = [];
    for (let now = 1005; rests.length < 3; now += rests.at(-1) ?? 0) {
      expect(await takeAt(now)).toEqual(['a']);
      queue.retryLater('a');
      rests.push(queue.nextDue() ?? NaN);
      expect(await takeAt(now + (rests.at(-1) ?? 0) - 1)).toEqual([]);
    }
    expect(rests).toEqual(rests.toSorted((a, b) => a - b));
    expect([queue.unchangedSince('a'), queue.size()]).toEqual([5, 0]);
  });

  test('and rests is looked at when something happens, and settles anew when it has changed', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.noticed('a');
    await takeAt(0);
    await takeAt(1000);
    queue.retryLater('a');
    put(file('a', 2));
    queue.noticed('a');
    expect(await takeAt(1001)).toEqual([]);
    expect(await takeAt(2001)).toEqual(['a']);
    expect(queue.unchangedSince('a')).toBe(1001);
  });

  test('and changed meanwhile settles anew', async () => {
    const { queue, put, takeAt } = worldOf();
    put(file('a', 1));
    queue.noticed('a');
    await takeAt(0);
    expect(await takeAt(1000)).toEqual(['a']);
    queue.settleAgain('a');
    expect(await takeAt(1001)).toEqual([]);
    expect(await takeAt(2001)).toEqual(['a']);
  });
});

test('a file that went is forgotten, and comes back with the next hint', async () => {
  const { sources, queue, put, takeAt } = worldOf({ settle: 0 });
  put(file('a', 1));
  queue.noticed('a');
  await takeAt(0);
  sources.clear();
  expect(await takeAt(1)).toEqual([]);
  expect(queue.size()).toBe(0);
  put(file('a', 1));
  queue.noticed('a');
  await takeAt(2);
  expect(await takeAt(2)).toEqual(['a']);
});
