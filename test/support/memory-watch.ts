/** A daemon's loop in memory. */

import type { FileStatus } from '../../src/domain/ledger/entry.ts';
import { silentObserver } from '../../src/ingest/ports/observer.ts';
import { createOutage } from '../../src/ingest/sending/outage.ts';
import { watchFolder, type WatchOptions } from '../../src/ingest/watch-folder.ts';
import type { WatcherEvents } from '../../src/ingest/ports/folder.ts';
import { openDaemon, type Place, type ProcessOptions } from './memory-world.ts';

/** In milliseconds. */
export const SETTLE = 1000;
export const SCAN_INTERVAL = 60_000;
export const INCOMPLETE = 300_000;
export const LINGER = 90_000;

export type Watching = {
  /** The watcher tells of files. */
  hint: (...paths: string[]) => void;
  /** The watcher tells how it is. */
  events: () => WatcherEvents;
  hasWatcher: () => boolean;
  /** What observers were told of, in order; a metric that is told all the time is left out. */
  told: string[];
  stop: () => void;
  /** What it came to, once it has ended. */
  ended: () => 'stopped' | 'start-over' | undefined;
};

/** Starts a daemon. Nothing happens before time passes. */
export async function watch(
  place: Place,
  options: Partial<WatchOptions> = {},
  { session = 'one', ...process }: ProcessOptions & { session?: string } = {},
): Promise<Watching> {
  const { clock, folder } = place;
  const told: string[] = [];
  const world = place.world(session, process);
  const observer = {
    ...silentObserver,
    watcher: (isUp: boolean) => void told.push(isUp ? 'watcher' : 'no watcher'),
    started: () => void told.push('started'),
    folderUnreadable: (reason: string) => void told.push(`unreadable: ${reason}`),
    paused: (reason: string) => void told.push(`paused: ${reason}`),
    resumed: () => void told.push('resumed'),
    files: (_counts: Readonly<Record<FileStatus, number>>) => {},
  };
  const ports = { ...world, observer, outage: createOutage(clock, world.log, observer) };
  const stopping = new AbortController();
  const daemon = await openDaemon(place, ports, { patience: Infinity }, stopping.signal);
  let events: WatcherEvents | undefined;
  let ended: 'stopped' | 'start-over' | undefined;
  void watchFolder(daemon, ports, {
    watcher: (_root, heard) => {
      events = heard;
      return {
        close: async () => {
          events = undefined;
        },
      };
    },
    settle: SETTLE,
    scanInterval: SCAN_INTERVAL,
    linger: LINGER,
    incomplete: INCOMPLETE,
    vanished: { onDelete: 'keep', scans: 2, share: 1 },
    signal: stopping.signal,
    ...options,
  }).then((outcome) => (ended = outcome));
  function heard(): WatcherEvents {
    if (events === undefined) throw new Error(`There is no watcher on ${folder.root}`);
    return events;
  }
  return {
    hint: (...paths) => {
      for (const path of paths) heard().hint(path);
    },
    events: heard,
    hasWatcher: () => events !== undefined,
    told,
    stop: () => stopping.abort(),
    ended: () => ended,
  };
}
