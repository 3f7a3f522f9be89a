import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { WatcherEvents } from '../../ingest/ports/folder.ts';
import { isVisible } from '../../domain/formats/visible.ts';

/** By then, other programs may have given back the system's watches. */
const AGAIN_AFTER_MILLISECONDS = 60_000;

/**
 * Watches with chokidar, on other systems than Linux, which report changes in different ways. chokidar misses some changes
 * under load, so its events are hints.
 *
 * It watches folders only: it would keep the state of each of 100,000 files in memory, which the ledger has already. It
 * passes on changes of files as raw events of their folder. A new folder is listed, because changes in it before its watch
 * began were not reported.
 *
 *   up ──error──▶ down ──a while──▶ begun again ──ready──▶ up
 */
export function watchWithChokidar(
  root: string,
  { hint, ready, up }: WatcherEvents,
): { close: () => Promise<void> } {
  const below = (path: string) => relative(root, path).split(sep).join('/');
  let isUp = true;
  let isClosed = false;
  let again: NodeJS.Timeout | undefined;
  /** Requests under way, by folder: one folder may have very many events at once. */
  const places = new Map<string, Promise<string>>();
  let watcher = begin();

  function begin(): FSWatcher {
    const begun = watch(root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path, stats) =>
        path !== root && (stats?.isFile() === true || !below(path).split('/').every(isVisible)),
    });
    begun.on('raw', (_event, name, details) => {
      const { watchedPath } = details as { watchedPath?: string };
      if (watchedPath !== undefined && typeof name === 'string') void tell(watchedPath, [name]);
    });
    begun.on('addDir', (path) => void list(path));
    begun.on('ready', () => {
      if (again !== undefined) return;
      if (!isUp) up(true);
      isUp = true;
      ready();
    });
    begun.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    return begun;
  }

  async function list(path: string): Promise<void> {
    // If the folder is gone again or may not be read, the scan deals with it.
    await tell(path, await readdir(path).catch(() => []));
  }

  /** If a symbolic link replaces a folder at the wrong moment, chokidar watches its target: such hints are dropped. */
  async function tell(folder: string, names: readonly string[]): Promise<void> {
    if ((await placeOf(folder)) !== folder || isClosed) return;
    for (const name of names) hint(below(join(folder, name)));
  }

  function placeOf(folder: string): Promise<string> {
    const known = places.get(folder);
    if (known !== undefined) return known;
    const place = realpath(folder)
      .catch(() => folder)
      .finally(() => places.delete(folder));
    places.set(folder, place);
    return place;
  }

  function failed(reason: string): void {
    if (again !== undefined) return;
    isUp = false;
    up(false, reason);
    again = setTimeout(() => void restart(), AGAIN_AFTER_MILLISECONDS).unref();
  }

  async function restart(): Promise<void> {
    await watcher.close();
    again = undefined;
    watcher = begin();
  }

  return {
    close: async () => {
      isClosed = true;
      clearTimeout(again);
      await watcher.close();
    },
  };
}
