/** A watcher at work on a real folder, and what it tells. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi, type TestContext } from 'vitest';
import type { Watcher } from '../../src/ingest/ports/folder.ts';
import { A_MOMENT } from './patience.ts';

/** Long enough for what has happened to be told, where nothing is expected. */
export const QUIET_MILLISECONDS = 300;

/**
 * A watcher of a folder with `known/deep` and `known/run.json` in it, and one beside it that is not watched.
 *
 * @param others how many other files there are in each folder
 */
export async function watchedFolder(
  watcher: Watcher,
  others: number,
  { folder: place, onTestFinished }: Pick<TestContext, 'onTestFinished'> & { folder: string },
) {
  const [root, aside] = [join(place, 'watched'), join(place, 'aside')];
  await mkdir(join(root, 'known/deep'), { recursive: true });
  await writeFile(join(root, 'known/run.json'), '{}');
  for (const folder of ['', 'known', 'known/deep'])
    for (let n = 0; n < others; n += 1) await writeFile(join(root, folder, `other-${n}.json`), '{}');
  await mkdir(aside);
  const hints = new Set<string>();
  let readies = 0;
  const ups: [boolean, string?][] = [];
  const watching = watcher(root, {
    hint: (path) => hints.add(path),
    ready: () => (readies += 1),
    up: (isUp, reason) => ups.push(reason === undefined ? [isUp] : [isUp, reason]),
  });
  onTestFinished(() => watching.close());
  await vi.waitFor(() => expect(readies).toBeGreaterThan(0), A_MOMENT);
  return {
    root,
    aside,
    ups,
    readies: () => readies,
    close: () => watching.close(),
    /** What is told of while and after something is done, as soon as these are among it. */
    told: async (paths: readonly string[], doing: () => Promise<unknown> | void) => {
      await sleep(QUIET_MILLISECONDS);
      hints.clear();
      await doing();
      await vi.waitFor(() => expect(paths.filter((path) => !hints.has(path))).toEqual([]), A_MOMENT);
      if (paths.length === 0) await sleep(QUIET_MILLISECONDS);
      return [...hints];
    },
  };
}
