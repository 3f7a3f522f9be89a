/**
 * Scans the folder at an interval, and says when it cannot be read.
 *
 *   readable ──scan fails──▶ unreadable (logged once for each reason) ──scan succeeds──▶ readable (logged)
 */

import type { Clock } from '../ports/clock.ts';
import type { Folder, Scan } from '../ports/folder.ts';
import type { Log } from '../ports/log.ts';
import type { Observer } from '../ports/observer.ts';

export type Scanning = {
  /** Scans if it is time. Gives nothing if it is not, or if the folder cannot be read. */
  scan: () => Promise<(Scan & { type: 'scanned' }) | undefined>;
  /** Makes the next scan due now. */
  request: () => void;
  /** When the next scan is due, in milliseconds of `elapsed`. */
  dueAt: () => number;
};

export type ScanningTools = {
  folder: Pick<Folder, 'root' | 'scan'>;
  clock: Pick<Clock, 'elapsed' | 'unix'>;
  log: Log;
  observer: Pick<Observer, 'scanned' | 'folderUnreadable'>;
};

/** @param interval milliseconds from the beginning of one scan to that of the next */
export function createScanning({ folder, clock, log, observer }: ScanningTools, interval: number): Scanning {
  let dueAt = clock.elapsed();
  let unreadable: string | undefined;

  function tellUnreadable(reason: string): void {
    observer.folderUnreadable(reason);
    if (unreadable !== reason)
      log.error({ folder: folder.root, reason }, 'The folder cannot be read; retrying at each scan');
    unreadable = reason;
  }

  return {
    scan: async () => {
      const started = clock.elapsed();
      if (started < dueAt) return undefined;
      dueAt = started + interval;
      const found = await folder.scan();
      if (found.type === 'no-folder') {
        tellUnreadable(found.reason);
        return undefined;
      }
      if (unreadable !== undefined) log.info({ folder: folder.root }, 'The folder can be read again');
      unreadable = undefined;
      observer.scanned({ seconds: (clock.elapsed() - started) / 1000, at: clock.unix() / 1000 });
      return found;
    },
    request: () => {
      dueAt = clock.elapsed();
    },
    dueAt: () => dueAt,
  };
}
