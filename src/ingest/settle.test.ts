import { describe, expect, test } from 'vitest';
import type { FoundFile } from './ports.ts';
import { createSettling } from './settle.ts';

const file = (path: string, size: number): FoundFile => ({
  path,
  state: { size, modifiedNs: '1', inode: '1' },
  modifiedAt: '2026-08-09T12:00:00.000Z',
});

/** A folder whose files a test writes and removes. */
const folderOf = (files: Map<string, FoundFile>) => ({ look: async (path: string) => files.get(path) });

describe('a file is taken', () => {
  test('when it stayed the same for as long as is asked, and then only once', async () => {
    const a = file('a.json', 1);
    const settling = createSettling(folderOf(new Map([['a.json', a]])), 1000);
    settling.hint('a.json');
    expect(await settling.takeSettled(0)).toEqual([]);
    expect(await settling.takeSettled(999)).toEqual([]);
    expect(settling.size()).toBe(1);
    expect(await settling.takeSettled(1000)).toEqual([a]);
    expect(settling.size()).toBe(0);
    expect(await settling.takeSettled(5000)).toEqual([]);
  });

  test('not before two looks, even if nothing is to be waited for', async () => {
    const settling = createSettling(folderOf(new Map([['a.json', file('a.json', 1)]])), 0);
    settling.hint('a.json');
    expect(await settling.takeSettled(0)).toEqual([]);
    expect(await settling.takeSettled(0)).toHaveLength(1);
  });

  test('as it is at last: while it grows, the time begins anew', async () => {
    const files = new Map([['a.json', file('a.json', 1)]]);
    const settling = createSettling(folderOf(files), 1000);
    settling.hint('a.json');
    await settling.takeSettled(0);
    files.set('a.json', file('a.json', 2));
    expect(await settling.takeSettled(1000)).toEqual([]);
    settling.hint('a.json');
    expect(await settling.takeSettled(1999)).toEqual([]);
    expect(await settling.takeSettled(2000)).toEqual([file('a.json', 2)]);
  });

  test('each in its own time', async () => {
    const files = new Map(['a', 'b'].map((path) => [path, file(path, 1)]));
    const settling = createSettling(folderOf(files), 1000);
    settling.hint('a');
    await settling.takeSettled(0);
    settling.hint('b');
    await settling.takeSettled(500);
    expect(await settling.takeSettled(1000)).toMatchObject([{ path: 'a' }]);
    expect(await settling.takeSettled(1500)).toMatchObject([{ path: 'b' }]);
  });
});

test('a file that went is dropped, and comes back with the next hint', async () => {
  const files = new Map([['a.json', file('a.json', 1)]]);
  const settling = createSettling(folderOf(files), 0);
  settling.hint('a.json');
  await settling.takeSettled(0);
  files.clear();
  expect(await settling.takeSettled(1)).toEqual([]);
  expect(settling.size()).toBe(0);
  files.set('a.json', file('a.json', 1));
  settling.hint('a.json');
  expect(await settling.takeSettled(2)).toEqual([]);
  expect(await settling.takeSettled(3)).toHaveLength(1);
});

test('a hint that comes during a look is not lost', async () => {
  const files = new Map(['a', 'b'].map((path) => [path, file(path, 1)]));
  const settling = createSettling(
    {
      look: async (path) => {
        settling.hint('b');
        return files.get(path);
      },
    },
    0,
  );
  settling.hint('a');
  await settling.takeSettled(0);
  expect((await settling.takeSettled(1)).map(({ path }) => path)).toContain('b');
});
