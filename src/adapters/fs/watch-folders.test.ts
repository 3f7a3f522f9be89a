/** What it promises beyond what every watcher does: it holds no more watches than it needs, and comes back. */

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, vi } from 'vitest';
import { QUIET_MILLISECONDS, watchedFolder } from '../../../test/support/hints.ts';
import { BOUND_BY_PERMISSIONS } from '../../../test/support/isolation.ts';
import { test } from '../../../test/support/test.ts';
import { watchFolders } from './watch-folders.ts';
import { A_MOMENT } from '../../../test/support/patience.ts';

const TELL_HINTS = fileURLToPath(new URL('../../../test/support/tell-hints.ts', import.meta.url));

/** How many folders this process watches. */
async function countWatches(): Promise<number> {
  let count = 0;
  for (const descriptor of await readdir('/proc/self/fdinfo')) {
    // Others come and go meanwhile.
    const text = await readFile(join('/proc/self/fdinfo', descriptor), 'utf8').catch(() => '');
    count += text.match(/^inotify wd:/gm)?.length ?? 0;
  }
  return count;
}

function becomes(count: number) {
  return vi.waitFor(async () => expect(await countWatches()).toBe(count), A_MOMENT);
}

describe.runIf(process.platform === 'linux')('the watcher of folders', () => {
  test.for([0, 100])(
    'has one watch for each visible folder, and none for those that are gone, beside %i files',
    async (others, { folder, onTestFinished }) => {
      const { root, aside, told, close } = await watchedFolder(watchFolders, others, {
        folder,
        onTestFinished,
      });
      await becomes(3);
      for (let round = 0; round < 20; round += 1) {
        await mkdir(join(root, 'known/.hidden/inner'), { recursive: true });
        for (let n = 0; n < 5; n += 1) await mkdir(join(root, `known/new-${n}/a/b`), { recursive: true });
        await rename(join(root, 'known'), join(root, 'other'));
        await rename(join(root, 'other'), join(root, 'known'));
        await rename(join(root, 'known/new-1'), join(aside, `out-${round}`));
        for (const n of [0, 2, 3, 4]) await rm(join(root, `known/new-${n}`), { recursive: true });
      }
      await becomes(3);
      await told(['known/deep/run.json'], () => writeFile(join(root, 'known/deep/run.json'), '{}'));
      await close();
      expect(await countWatches()).toBe(0);
    },
  );

  test('says that the root is gone, and when there is one again', async ({ folder, onTestFinished }) => {
    const { root, ups, told, readies } = await watchedFolder(watchFolders, 0, { folder, onTestFinished });
    await rm(root, { recursive: true });
    await vi.waitFor(() => expect(ups).toEqual([[false, expect.stringContaining('ENOENT')]]), A_MOMENT);
    await mkdir(join(root, 'new'), { recursive: true });
    await vi.waitFor(() => expect(readies()).toBeGreaterThan(1), A_MOMENT);
    expect(ups.slice(1)).toEqual([[true]]);
    await told(['new/run.json'], () => writeFile(join(root, 'new/run.json'), '{}'));
    await becomes(2);
  });

  test('finds the folders that the system had no room to tell of', async ({ folder, onTestFinished }) => {
    const { root, told, readies } = await watchedFolder(watchFolders, 0, { folder, onTestFinished });
    // Nothing is taken from the system's queue meanwhile.
    for (let n = 0; n < 10_000; n += 1) writeFileSync(join(root, `${n}.json`), '{}');
    mkdirSync(join(root, 'known/deep/lost'));
    await vi.waitFor(() => expect(readies()).toBeGreaterThan(1), A_MOMENT);
    const path = 'known/deep/lost/run.json';
    await told([path], () => writeFile(join(root, path), '{}'));
  });

  test('does not tell of all that is in a folder whose times or permissions change', async ({
    folder,
    onTestFinished,
  }) => {
    const { root, told, readies } = await watchedFolder(watchFolders, 100, { folder, onTestFinished });
    const hinted = await told(['known'], async () => {
      await utimes(join(root, 'known'), 1, 1);
      await chmod(root, 0o700);
      await sleep(QUIET_MILLISECONDS);
    });
    expect(hinted.filter((path) => path.endsWith('.json'))).toEqual([]);
    expect(readies()).toBe(1);
    await becomes(3);
    await told(['known/run.json'], () => writeFile(join(root, 'known/run.json'), '{}'));
  });

  test('watches the others where a folder may not be read, and that one as soon as it may', async ({
    folder,
    onTestFinished,
  }) => {
    await mkdir(join(folder, 'known'));
    await mkdir(join(folder, 'closed'), { mode: 0 });
    // Permissions do not bind root, but a process that has given up what lets it pass them.
    const words = [...BOUND_BY_PERMISSIONS, process.execPath, TELL_HINTS, folder];
    const watching = spawn('env', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void watching.kill());
    let told = '';
    watching.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    async function tells(...line: unknown[]): Promise<void> {
      await vi.waitFor(() => expect(told).toContain(JSON.stringify(line).slice(0, -2)), A_MOMENT);
    }
    await tells('up', false, 'EACCES');
    expect(told).toContain('closed');
    await writeFile(join(folder, 'known/run.json'), '{}');
    await tells('hint', 'known/run.json');
    expect(told).not.toContain('closed/run.json');
    await chmod(join(folder, 'closed'), 0o755);
    await sleep(QUIET_MILLISECONDS);
    await writeFile(join(folder, 'closed/run.json'), '{}');
    await tells('hint', 'closed/run.json');
  });
});
