/**
 * The watcher on Linux, which watches folders and never looks at files.
 *
 *   beginning ──all folders listed──▶ up: ready ──events may be lost, another root──▶ a moment ──▶ beginning
 *       ▲ └──────────failure────┐       │ failure                              (the old watches still hint)
 *       │                       ▼       ▼
 *       └────a while────────────── down: the remaining watches still hint
 *
 * A failure means that the system has no watches left, that there is no root, or that a folder in it may not be read. As
 * soon as the system reports that a folder may be read again, it is watched.
 */

import type { WatcherEvents } from '../../ingest/ports/folder.ts';
import { isGone } from './system-error.ts';
import { watchTree } from './watched-tree.ts';

/** By then, other programs may have given back the system's watches. */
const AGAIN_AFTER_MILLISECONDS = 60_000;

/** After a root has been moved away, its successor may appear at once, and to look for it is cheap. */
const SOON_MILLISECONDS = 2000;

/**
 * Watches all visible folders below `root`.
 *
 * @returns `close`, which ends all watches
 */
export function watchFolders(
  root: string,
  { hint, ready, up }: WatcherEvents,
): { close: () => Promise<void> } {
  let isUp = true;
  let again: NodeJS.Timeout | undefined;
  let tree = begin();

  function begin() {
    return watchTree(root, {
      hint,
      listed: () => {
        // If it has become doubtful since it began, it is ready when it has begun again.
        if (again !== undefined) {
          // Changes between the old watches and these were not reported: a scan finds them.
          if (!isUp) ready();
          return;
        }
        if (!isUp) up(true);
        isUp = true;
        ready();
      },
      failed: (error) => {
        beginAgainIn(isGone(error.code) ? SOON_MILLISECONDS : AGAIN_AFTER_MILLISECONDS);
        // Reported once, not with each attempt.
        if (isUp) up(false, error.message);
        isUp = false;
      },
      doubtful: () => beginAgainIn(SOON_MILLISECONDS),
    });
  }

  function beginAgainIn(milliseconds: number): void {
    again ??= setTimeout(() => {
      again = undefined;
      tree.close();
      tree = begin();
    }, milliseconds).unref();
  }

  return {
    close: () => {
      clearTimeout(again);
      tree.close();
      return Promise.resolve();
    },
  };
}
