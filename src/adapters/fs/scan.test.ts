import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memberAmong } from '../../domain/formats/index.ts';
import type { Folder } from '../../ingest/ports/folder.ts';
import { openFolder } from './folder.ts';

let root: string;
let folder: Folder;

/** Everything below a folder `*.run` belongs to it; other `*.json` files are sources of their own. */
const memberOf = memberAmong([
  {
    member: (path) => {
      const source = /^(.+?\.run)\//.exec(path)?.[1];
      return source === undefined ? undefined : { source, role: 'part' };
    },
  },
  { member: (path) => (path.endsWith('.json') ? { source: path, role: 'run' } : undefined) },
]);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'scan-'));
  const opened = await openFolder(root, memberOf);
  if (opened.type !== 'folder') throw new Error(opened.reason);
  folder = opened.folder;
});
afterEach(() => rm(root, { recursive: true }));

async function write(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), path);
  }
}

async function scanned(): Promise<[string, string[]][]> {
  const scan = await folder.scan();
  if (scan.type !== 'scanned') throw new Error(scan.reason);
  return scan.sources.map(({ path, files }) => [path, files.map((file) => file.path)]);
}

async function found(path: string): Promise<string[] | undefined> {
  return (await folder.find(path))?.files.map((file) => file.path);
}

describe('a scan', () => {
  test('puts the files together that belong to one source, and leaves out what belongs to none', async () => {
    await write('p/b.run/2/x', 'p/b.run/1', 'p/b.run/c.json', 'p/a.json', 'p/z.json', 'p/none.txt');
    expect(await scanned()).toEqual([
      ['p/a.json', ['p/a.json']],
      ['p/b.run', ['p/b.run/1', 'p/b.run/2/x', 'p/b.run/c.json']],
      ['p/z.json', ['p/z.json']],
    ]);
  });

  test('passes hidden files and folders over', async () => {
    await write('a.run/.x', 'a.run/.git/x', '.b.run/x', '.c.json');
    expect(await scanned()).toEqual([]);
  });

  test('of a folder that is not there says so', async () => {
    await rm(root, { recursive: true });
    expect(await folder.scan()).toEqual({ type: 'no-folder', reason: 'it is not there' });
    await mkdir(root);
  });
});

describe('a look at a source', () => {
  test('finds its files as a scan does, with what each is like', async () => {
    await write('p/b.run/2/x', 'p/b.run/1', 'p/a.json');
    const scan = await folder.scan();
    if (scan.type !== 'scanned') throw new Error(scan.reason);
    for (const source of scan.sources) expect(await folder.find(source.path)).toEqual(source);
  });

  test('finds none where there is no such source', async () => {
    await write('p/b.run/x', 'p/c.txt', 'p/d.json/e.json');
    await mkdir(join(root, 'p/empty.run'));
    await symlink(join(root, 'p/b.run'), join(root, 'p/link.run'));
    for (const path of ['p', 'p/b.run/x', 'p/c.txt', 'p/d.json', 'p/empty.run', 'p/link.run', 'p/none.json'])
      expect([path, await found(path)]).toEqual([path, undefined]);
  });
});
