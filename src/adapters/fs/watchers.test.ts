/** What every watcher promises, on real folders. What it tells of is on Linux the same for all. */

import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, vi } from 'vitest';
import { QUIET_MILLISECONDS, watchedFolder } from '../../../test/support/hints.ts';
import { test } from '../../../test/support/test.ts';
import { watchWithChokidar } from './watch.ts';
import { watchFolders } from './watch-folders.ts';
import { A_MOMENT } from '../../../test/support/patience.ts';

const WATCHERS = [
  ['watches folders alone, of few files', watchFolders, 0],
  // Here it looks at each name, instead of listing the folder.
  ['watches folders alone, of many files', watchFolders, 100],
  ['watches with chokidar', watchWithChokidar, 0],
] as const;

describe.runIf(process.platform === 'linux').concurrent.for(WATCHERS)(
  'a watcher that %s',
  ([, watcher, others]) => {
    test('says nothing of what was there before', async ({ folder, onTestFinished }) => {
      const { told, ups } = await watchedFolder(watcher, others, { folder, onTestFinished });
      expect(await told([], () => {})).toEqual([]);
      expect(ups).toEqual([]);
    });

    test('tells of a file that is written, changed, moved into place, and deleted', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      for (const path of ['top.json', 'known/new.json', 'known/deep/new.json']) {
        const file = join(root, path);
        await told([path], () => writeFile(file, '{}'));
        await told([path], () => writeFile(file, '{ }'));
        await writeFile(`${file}.tmp`, '{"a":1}');
        await told([path], () => rename(`${file}.tmp`, file));
        await told([path], () => rm(file));
      }
    });

    test('tells of a file in a new folder, at once and later', async ({ folder, onTestFinished }) => {
      const { root, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await told(['new/run.json'], async () => {
        await mkdir(join(root, 'new'));
        await writeFile(join(root, 'new/run.json'), '{}');
      });
      await told(['new/later.json'], () => writeFile(join(root, 'new/later.json'), '{}'));
    });

    test('tells of a file in folders that are made for it, however soon it is there', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      const paths = Array.from({ length: 300 }, (_each, n) => `known/a${n % 100}/b${n % 10}/${n}/run.json`);
      await told(paths, async () => {
        for (const [n, path] of paths.entries()) {
          mkdirSync(join(root, path, '..'), { recursive: true });
          if (n % 3 === 1) await Promise.resolve();
          if (n % 3 === 2) await sleep(n % 5);
          writeFileSync(join(root, `${path}.tmp`), '{}');
          if (n % 4 === 1) await sleep(n % 3);
          renameSync(join(root, `${path}.tmp`), join(root, path));
        }
      });
      const later = paths.map((path) => path.replace('run', 'later'));
      await told(later, () => {
        for (const path of later) writeFileSync(join(root, path), '{}');
      });
    });

    test('tells of what is in a folder that is moved in, and of what comes into it then', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, aside, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await mkdir(join(aside, 'moved/inner'), { recursive: true });
      for (const path of ['moved/run.json', 'moved/inner/run.json']) await writeFile(join(aside, path), '{}');
      await told(['in/run.json', 'in/inner/run.json'], () => rename(join(aside, 'moved'), join(root, 'in')));
      await told(['in/inner/later.json'], () => writeFile(join(root, 'in/inner/later.json'), '{}'));
    });

    test('says nothing of a folder that was moved out, and all of one that was moved within', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, aside, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await told(['known'], () => rename(join(root, 'known'), join(aside, 'out')));
      await sleep(QUIET_MILLISECONDS);
      expect(await told([], () => writeFile(join(aside, 'out/deep/run.json'), '{}'))).toEqual([]);
      await told(['back/deep/run.json'], () => rename(join(aside, 'out'), join(root, 'back')));
      await told(['again/deep/run.json'], () => rename(join(root, 'back'), join(root, 'again')));
      const all = await told(['again/deep/a.json'], () => writeFile(join(root, 'again/deep/a.json'), '{}'));
      expect(all.filter((path) => path.startsWith('back'))).toEqual([]);
    });

    test('tells of a folder that is deleted and made anew, again and again', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      for (let round = 0; round < 5; round += 1) {
        await told(['known/deep/run.json'], async () => {
          await rm(join(root, 'known'), { recursive: true });
          mkdirSync(join(root, 'known/deep'), { recursive: true });
          await writeFile(join(root, 'known/deep/run.json'), '{}');
        });
        await told(['known/deep/later.json'], () => writeFile(join(root, 'known/deep/later.json'), '{}'));
      }
    });

    test('tells of a folder that takes the place of another, and of a file that does', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, aside, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await mkdir(join(aside, 'other/deep'), { recursive: true });
      await told(['known/deep'], () => {
        renameSync(join(root, 'known'), join(aside, 'before'));
        renameSync(join(aside, 'other'), join(root, 'known'));
      });
      await told(['known/deep/run.json'], () => writeFile(join(root, 'known/deep/run.json'), '{}'));
      await told(['known'], async () => {
        await rm(join(root, 'known'), { recursive: true });
        await writeFile(join(root, 'known'), '{}');
      });
      await told(['top.json'], () => writeFile(join(root, 'top.json'), '{}'));
    });

    test('says nothing of what is in a hidden folder', async ({ folder, onTestFinished }) => {
      const { root, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await mkdir(join(root, 'known/.hidden/inner'), { recursive: true });
      const all = await told(['known/end.json'], async () => {
        for (const path of ['known/.hidden/run.json', 'known/.hidden/inner/run.json', 'known/end.json'])
          await writeFile(join(root, path), '{}');
      });
      expect(all.filter((path) => path.startsWith('known/.hidden/'))).toEqual([]);
    });

    test('follows no symbolic link, and none that takes the place of a folder', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, aside, told } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await mkdir(join(aside, 'target'));
      await told(['linked'], () => symlink(join(aside, 'target'), join(root, 'linked')));
      await told(['known/deep'], async () => {
        await rm(join(root, 'known/deep'), { recursive: true });
        await symlink(join(aside, 'target'), join(root, 'known/deep'));
      });
      await sleep(QUIET_MILLISECONDS);
      expect(await told([], () => writeFile(join(aside, 'target/run.json'), '{}'))).toEqual([]);
    });

    test('finds the root again that was away, and says so', async ({ folder, onTestFinished }) => {
      const { root, aside, told, readies } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await rename(root, join(aside, 'away'));
      await sleep(QUIET_MILLISECONDS);
      await rename(join(aside, 'away'), root);
      // Some list it, some let it be scanned.
      let n = 0;
      async function isBack(): Promise<boolean> {
        n += 1;
        const path = `known/deep/${n}.json`;
        const write = () => writeFile(join(root, path), '{}');
        return readies() > 1 || (await told([], write)).includes(path);
      }
      await vi.waitFor(async () => expect(await isBack()).toBe(true), A_MOMENT);
      await told(['known/deep/last.json'], () => writeFile(join(root, 'known/deep/last.json'), '{}'));
    });

    test('tells nothing after its end, also when it comes before the beginning is over', async ({
      folder,
      onTestFinished,
    }) => {
      const { root, told, close } = await watchedFolder(watcher, others, { folder, onTestFinished });
      await close();
      const write = () => writeFile(join(root, 'known/run.json'), '{ }');
      expect(await told([], write)).toEqual([]);
      const unwanted: string[] = [];
      const [hint, ready] = [(path: string) => unwanted.push(path), () => unwanted.push('ready')];
      await watcher(root, { hint, ready, up: () => unwanted.push('up') }).close();
      await write();
      await sleep(QUIET_MILLISECONDS);
      expect(unwanted).toEqual([]);
    });
  },
);
