import { relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import type { Watcher } from '../../ingest/ports.ts';
import { isVisible } from '../../domain/candidates.ts';

/** What used up the system's watches may be gone by then. */
const AGAIN_AFTER_MILLISECONDS = 60_000;

/**
 * Watches with chokidar. It misses some changes under load, so that its events only hint.
 *
 *   up ──error──▶ down ──a while──▶ begun anew ──ready──▶ up
 */
export const watchWithChokidar: Watcher = (root, { hint, ready, up }) => {
  const below = (path: string) => relative(root, path).split(sep).join('/');
  let isUp = true;
  let again: NodeJS.Timeout | undefined;
  let watcher = begin();

  function begin(): FSWatcher {
    const begun = watch(root, {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path) => path !== root && !below(path).split('/').every(isVisible),
    });
    begun.on('add', (path) => hint(below(path)));
    begun.on('change', (path) => hint(below(path)));
    begun.on('ready', () => {
      if (again !== undefined) return;
      if (!isUp) up(true);
      isUp = true;
      ready();
    });
    begun.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    return begun;
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
      clearTimeout(again);
      await watcher.close();
    },
  };
};
