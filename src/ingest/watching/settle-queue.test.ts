import { describe, expect, test } from 'vitest';
import { createConsidering } from './settle-queue.ts';
import type { FoundFile } from '../ports/folder.ts';

const file = (path: string, size: number, isMoved = false): FoundFile => ({
  path,
  state: { size, modifiedNs: '1', inode: '1' },
  modifiedAt: '2026-08-09T12:00:00.000Z',
  isMoved,
});

/** A folder whose files a test writes and removes, and a clock that it sets. */
function worldOf({ settle = 1000, trustMoves = true } = {}) {
  const files = new Map<string, FoundFile>();
  const clock = { now: 0, elapsed: () => clock.now, random: () => 0.5 };
  const looks: string[] = [];
  const folder = {
    look: async (path: string) => {
      looks.push(path);
      return files.get(path);
    },
  };
  const considering = createConsidering(folder, clock, { settle, trustMoves });
  const put = (...put: FoundFile[]) => put.forEach((each) => files.set(each.path, each));
  const takeAt = async (now: number, most = 100) => {
    clock.now = now;
    return (await considering.take(most)).map(({ path }) => path);
  };
  return { files, clock, considering, put, takeAt, looks };
}

describe('a file is taken', () => {
  test('when it stayed the same for as long as is asked', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.hint('a');
    expect(await takeAt(0)).toEqual([]);
    expect(considering.nextDue()).toBe(1000);
    expect(await takeAt(999)).toEqual([]);
    expect(await takeAt(1000)).toEqual(['a']);
    considering.done('a');
    expect([considering.size(), considering.nextDue()]).toEqual([0, undefined]);
  });

  test('together with what is due shortly after it', async () => {
    const { clock, considering, put, takeAt } = worldOf();
    for (const [path, now] of [
      ['a', 0],
      ['b', 150],
      ['c', 300],
    ] as const) {
      clock.now = now;
      put(file(path, 1));
      considering.seen(file(path, 1));
    }
    expect(considering.nextDue()).toBe(850);
    expect(await takeAt(1100)).toEqual([]);
    expect(await takeAt(1150)).toEqual(['a', 'b']);
    considering.done('a');
    considering.done('b');
    expect(await takeAt(1300)).toEqual(['c']);
  });

  test('while it grows, the time begins anew', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.hint('a');
    await takeAt(0);
    put(file('a', 2));
    considering.hint('a');
    expect(await takeAt(1000)).toEqual([]);
    expect(await takeAt(1999)).toEqual([]);
    expect(await takeAt(2000)).toEqual(['a']);
  });

  test('once it has not changed since it was last written, not since it was last looked at in vain', async () => {
    const { considering, clock, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.hint('a');
    await takeAt(0);
    put(file('a', 2));
    clock.now = 10;
    considering.hint('a');
    expect(considering.nextDue()).toBe(0);
    expect(await takeAt(10)).toEqual([]);
    considering.hint('a');
    expect(await takeAt(20)).toEqual([]);
    expect(considering.nextDue()).toBe(990);
    expect(await takeAt(1010)).toEqual(['a']);
  });

  test('at once when it was moved into place, where that can be believed', async () => {
    for (const trustMoves of [true, false]) {
      const { considering, put, takeAt } = worldOf({ trustMoves });
      put(file('a', 1, true));
      considering.hint('a');
      expect(await takeAt(0)).toEqual(trustMoves ? ['a'] : []);
    }
  });

  test('a look of the scan counts as the first of two', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.seen(file('a', 1));
    expect(await takeAt(999)).toEqual([]);
    expect(await takeAt(1000)).toEqual(['a']);
  });

  test('a scan finds nothing new in what is being considered already', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.seen(file('a', 1));
    await takeAt(600);
    considering.seen(file('a', 1));
    expect(await takeAt(1000)).toEqual(['a']);
  });

  test('no more than so many at a time, the longest known first', async () => {
    const { considering, put, takeAt } = worldOf({ settle: 0 });
    for (const path of ['a', 'b', 'c']) {
      put(file(path, 1));
      considering.seen(file(path, 1));
    }
    expect(await takeAt(0, 2)).toEqual(['a', 'b']);
    considering.done('a');
    considering.done('b');
    expect(await takeAt(0, 2)).toEqual(['c']);
  });
});

describe('what was taken', () => {
  test('is taken again as long as nobody says what came of it', async () => {
    const { considering, put, takeAt } = worldOf({ settle: 0 });
    put(file('a', 1));
    considering.seen(file('a', 1));
    expect([await takeAt(0), await takeAt(0)]).toEqual([['a'], ['a']]);
  });

  test('and could not be finished rests, longer each time, and knows since when it has been like that', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.hint('a');
    await takeAt(5);
    await takeAt(1005);
    const rests: number[] = [];
    for (let now = 1005; rests.length < 3; now += rests.at(-1) ?? 0) {
      expect(await takeAt(now)).toEqual(['a']);
      considering.rest('a');
      rests.push(considering.nextDue() ?? NaN);
      expect(await takeAt(now + (rests.at(-1) ?? 0) - 1)).toEqual([]);
    }
    expect(rests).toEqual(rests.toSorted((a, b) => a - b));
    expect([considering.since('a'), considering.size()]).toEqual([5, 0]);
  });

  test('and rests is looked at when something happens, and settles anew when it has changed', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.hint('a');
    await takeAt(0);
    await takeAt(1000);
    considering.rest('a');
    put(file('a', 2));
    considering.hint('a');
    expect(await takeAt(1001)).toEqual([]);
    expect(await takeAt(2001)).toEqual(['a']);
    expect(considering.since('a')).toBe(1001);
  });

  test('and changed meanwhile settles anew', async () => {
    const { considering, put, takeAt } = worldOf();
    put(file('a', 1));
    considering.hint('a');
    await takeAt(0);
    expect(await takeAt(1000)).toEqual(['a']);
    considering.restart('a');
    expect(await takeAt(1001)).toEqual([]);
    expect(await takeAt(2001)).toEqual(['a']);
  });
});

test('a file that went is forgotten, and comes back with the next hint', async () => {
  const { files, considering, put, takeAt } = worldOf({ settle: 0 });
  put(file('a', 1));
  considering.hint('a');
  await takeAt(0);
  files.clear();
  expect(await takeAt(1)).toEqual([]);
  expect(considering.size()).toBe(0);
  put(file('a', 1));
  considering.hint('a');
  await takeAt(2);
  expect(await takeAt(2)).toEqual(['a']);
});
