/**
 * The watcher on Linux: watches folders, and looks at no file.
 *
 *   beginning ──all folders listed──▶ up: ready ──events may be lost, another root──▶ a moment ──▶ beginning
 *       ▲ └──────────failure────┐       │ failure                                        (the old watches hint on)
 *       │                       ▼       ▼
 *       └────a while────────────── down: what is watched still hints
 *
 * A failure is that the system gives no more watches, that there is no root, or that a folder in it may not be read. One
 * that may be read again is watched as soon as the system tells so.
 */

import type { WatcherEvents } from '../../ingest/ports/folder.ts';
import { isGone, watchTree } from './watched-tree.ts';

/** What used up the system's watches may be gone by then. */
const AGAIN_AFTER_MILLISECONDS = 60_000;

/** Of a root that was moved away, the next may come at once; and asking for it costs nothing. */
const SOON_MILLISECONDS = 2000;

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
        // What is doubtful meanwhile is ready when it was begun anew.
        if (again !== undefined) {
          // Between the watches of before and these, nobody was told: a scan finds it.
          if (!isUp) ready();
          return;
        }
        if (!isUp) up(true);
        isUp = true;
        ready();
      },
      failed: (error) => {
        beginAnewIn(isGone(error) ? SOON_MILLISECONDS : AGAIN_AFTER_MILLISECONDS);
        // Said once, however often it is tried in vain.
        if (isUp) up(false, error.message);
        isUp = false;
      },
      doubtful: () => beginAnewIn(SOON_MILLISECONDS),
    });
  }

  function beginAnewIn(milliseconds: number): void {
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
