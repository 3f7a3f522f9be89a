import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { test as base } from '../../../test/support/test.ts';
import type { Membership } from '../../domain/formats/format.ts';
import { openFolder } from './folder.ts';

/** Everything below a folder `*.run` belongs to it; other `*.json` files are sources of their own. */
function memberOf(path: string): Membership | undefined {
  if (path.includes('/.') || path.startsWith('.')) return undefined;
  const folder = /^(.+?\.run)\//.exec(path)?.[1];
  const source = folder ?? (path.endsWith('.json') ? path : undefined);
  return source === undefined ? undefined : { source, role: 'part' };
}

const test = base.extend('watched', async ({ folder: root }) => {
  const opened = await openFolder(root, memberOf);
  if (opened.type !== 'folder') throw new Error(opened.reason);
  const { folder } = opened;

  async function write(...paths: string[]): Promise<void> {
    for (const path of paths) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), path);
    }
  }

  async function scan() {
    const scanned = await folder.scan();
    if (scanned.type !== 'scanned') throw new Error(scanned.reason);
    return scanned.sources;
  }

  /** The paths of the files of each source. */
  const scanPaths = async () =>
    (await scan()).map(({ path, files }) => [path, files.map((file) => file.path)]);

  return { root, folder, write, scan, scanPaths };
});

describe('a scan', () => {
  test('puts the files together that belong to one source, and leaves out what belongs to none', async ({
    watched,
  }) => {
    await watched.write('p/b.run/2/x', 'p/b.run/1', 'p/b.run/c.json', 'p/a.json', 'p/z.json', 'p/none.txt');
    expect(await watched.scanPaths()).toEqual([
      ['p/a.json', ['p/a.json']],
      ['p/b.run', ['p/b.run/1', 'p/b.run/2/x', 'p/b.run/c.json']],
      ['p/z.json', ['p/z.json']],
    ]);
  });

  test('passes hidden files and folders over', async ({ watched }) => {
    await watched.write('a.run/.x', 'a.run/.git/x', '.b.run/x', '.c.json');
    expect(await watched.scanPaths()).toEqual([]);
  });

  test('of a folder that is not there says so', async ({ watched }) => {
    await rm(watched.root, { recursive: true });
    expect(await watched.folder.scan()).toEqual({ type: 'no-folder', reason: 'it is not there' });
  });
});

describe('a look at a source', () => {
  test('finds its files as a scan does, with what each is like', async ({ watched }) => {
    await watched.write('p/b.run/2/x', 'p/b.run/1', 'p/a.json');
    for (const source of await watched.scan()) expect(await watched.folder.find(source.path)).toEqual(source);
  });

  test('finds none where there is no such source', async ({ watched }) => {
    await watched.write('p/b.run/x', 'p/c.txt', 'p/d.json/e.json');
    await mkdir(join(watched.root, 'p/empty.run'));
    await symlink(join(watched.root, 'p/b.run'), join(watched.root, 'p/link.run'));
    for (const path of ['p', 'p/b.run/x', 'p/c.txt', 'p/d.json', 'p/empty.run', 'p/link.run', 'p/none.json'])
      expect([path, await watched.folder.find(path)]).toEqual([path, undefined]);
  });
});
