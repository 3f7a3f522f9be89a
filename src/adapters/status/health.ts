/**
 * Whether the daemon does its work, told apart from whether it lives: one that waits for Elasticsearch is not ready,
 * and a restart would not help it.
 *
 *   not started ──started──▶ ready ◀──resumed, scanned──▶ not ready
 *                                                         paused, folder unreadable, or no scan for too long
 */

import type { Clock } from '../../ingest/ports/clock.ts';
import { silentObserver, type Observer } from '../../ingest/ports/observer.ts';

/** `reasons`, in sentences, is empty exactly when it is ready. */
export type Readiness = { ready: boolean; reasons: string[] };

export type Health = { observer: Observer; readiness: () => Readiness };

/** How many scans in a row may be missing before it counts. */
const TOLERATED_INTERVALS = 3;

/** Knows from what the pipeline tells whether it is ready. */
export function createHealth({
  clock,
  scanIntervalSeconds,
}: {
  clock: Pick<Clock, 'elapsed'>;
  scanIntervalSeconds: number;
}): Health {
  let hasStarted = false;
  let unreadable: string | undefined;
  let paused: string | undefined;
  let lastScan: { endedAt: number; seconds: number } | undefined;

  function scanReason(): string | undefined {
    if (unreadable !== undefined) return `The folder cannot be read: ${unreadable}`;
    if (lastScan === undefined) return undefined;
    const age = (clock.elapsed() - lastScan.endedAt) / 1000;
    // If a scan takes longer than the interval, as on a slow share, the next one may take as long.
    if (age <= TOLERATED_INTERVALS * Math.max(scanIntervalSeconds, lastScan.seconds)) return undefined;
    return `The last scan of the folder ended ${Math.round(age)} s ago; there should be one every ${scanIntervalSeconds} s.`;
  }

  function readiness(): Readiness {
    const reasons = [
      hasStarted ? undefined : 'Not started: the first backlog is not through yet.',
      scanReason(),
      paused === undefined ? undefined : `Elasticsearch is not accepting writes: ${paused}`,
    ].filter((reason) => reason !== undefined);
    return { ready: reasons.length === 0, reasons };
  }

  return {
    readiness,
    observer: {
      ...silentObserver,
      started: () => {
        hasStarted = true;
      },
      paused: (reason) => {
        paused = reason;
      },
      resumed: () => {
        paused = undefined;
      },
      folderUnreadable: (reason) => {
        unreadable = reason;
      },
      // Elapsed time, not the time of day, which jumps when the clock is set.
      scanned: ({ seconds }) => {
        unreadable = undefined;
        lastScan = { endedAt: clock.elapsed(), seconds };
      },
    },
  };
}
