import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { Watcher } from '../../ingest/ports/folder.ts';
import { isVisible } from '../../domain/formats/visible.ts';

/** What used up the system's watches may be gone by then. */
const AGAIN_AFTER_MILLISECONDS = 60_000;

/**
 * Watches with chokidar, where the system is not Linux: what others tell of a folder differs. It misses some changes
 * under load, so that its events only hint.
 *
 * It is told to look after folders alone: of 100,000 files it would keep as many states in memory, which the ledger has
 * already. What happens to a file it then tells as raw events of the folder; a folder that is new is listed, because
 * what was put into it before it was watched, nobody tells.
 *
 *   up ──error──▶ down ──a while──▶ begun anew ──ready──▶ up
 */
export const watchWithChokidar: Watcher = (root, { hint, ready, up }) => {
  const below = (path: string) => relative(root, path).split(sep).join('/');
  let isUp = true;
  let isClosed = false;
  let again: NodeJS.Timeout | undefined;
  /** Questions under way: there may be very many events of one folder at once. */
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
    // A folder that is gone again, or closed, is the scan's business.
    await tell(path, await readdir(path).catch(() => []));
  }

  /** Where a symbolic link takes the place of a folder at the wrong moment, chokidar watches what it leads to. */
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
};
