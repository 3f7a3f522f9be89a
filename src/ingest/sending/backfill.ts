/**
 * While a session fills new indices with many rows, these are refreshed rarely; then they are as before.
 *
 *   new ──so many rows──▶ rare ──end, or the signal──▶ over: as before
 *    └──not new, or the end──────────────────────────▶ over
 *
 *   left rare by somebody who was killed ──end───────▶ over: as before
 *
 * It makes things faster and nothing else depends on it: what fails here stops nobody. Rounds refresh what they wrote by
 * themselves.
 */

import {
  addRows,
  isAnyRow,
  NO_ROWS,
  worthwhileIndices,
  type RowCounts,
  type RowIndex,
} from '../../domain/indices/backfill.ts';
import type { Log } from '../ports/log.ts';
import type { RefreshInterval, Store } from '../ports/store.ts';

export type Backfill = {
  /** To be told of rows before they are sent. */
  sending: (rows: RowCounts) => Promise<void>;
  /** To be told of what Elasticsearch has taken. */
  sent: (bytes: number) => void;
  /** There is no more to come: puts back what was set, or left behind. What fails is tried again when it is called again. */
  end: () => Promise<void>;
};

export type BackfillOptions = {
  /** The ledger knows of files whose documents are in the indices: they are not new. */
  isKnownToHold: () => boolean;
  /** Somebody who did not come to it has left something to be put back. */
  isLeftRare: boolean;
  /** Ends it at once, whatever is still under way: there may not be the time for that later. */
  signal?: AbortSignal | undefined;
};

type BackfillWorld = { refreshInterval: RefreshInterval; store: Pick<Store, 'refresh'>; log: Log };

/**
 * What lies in the server's memory is made findable while it takes in more: all at once, at the end, would take one of its
 * processors seconds in which the others have nothing to do (`docs/speed.md`). Smaller portions have to be merged.
 */
const BYTES_PER_REFRESH = 64_000_000;

export function createBackfill(
  { refreshInterval, store, log }: BackfillWorld,
  { isKnownToHold, isLeftRare, signal }: BackfillOptions,
): Backfill {
  let rows = NO_ROWS;
  let isNew: boolean | undefined;
  let isOver = false;
  let mayBeRare = isLeftRare;
  let hasWarned = false;
  const asked = new Set<RowIndex>();
  let bytes = 0;
  let refreshing: Promise<unknown> | undefined;
  /** One after the other: what is being set has to be set before it can be put back. */
  let last = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  }

  async function areNew(): Promise<boolean> {
    if (isKnownToHold()) return false;
    const found = await refreshInterval.hasNoRows();
    return found.type === 'ok' && found.value;
  }

  async function makeRare(): Promise<void> {
    // Before anything is sent: later it could not be told who it is from.
    isNew ??= await areNew();
    if (!isNew) return;
    for (const index of worthwhileIndices(rows)) {
      if (isOver || asked.has(index)) continue;
      asked.add(index);
      const made = await refreshInterval.makeRare(index);
      if (made.type === 'ok') log.debug({ index }, 'Much is to come: refreshing the index rarely meanwhile');
      else log.debug({ index, reason: made.reason }, 'Could not set how often the index is refreshed');
      // A request of which nothing is heard may have been done all the same.
      mayBeRare ||= made.type !== 'forbidden';
    }
  }

  async function refresh(): Promise<void> {
    try {
      await store.refresh([...asked]);
    } finally {
      refreshing = undefined;
    }
  }

  async function putBack(): Promise<void> {
    if (!mayBeRare) return;
    const back = await refreshInterval.putBack();
    if (back.type === 'ok') {
      mayBeRare = false;
      if (back.value.length > 0) log.debug({ indices: back.value }, 'Refreshing as often as before');
      return;
    }
    // A permission that is missing does not come by asking again and again.
    if (back.type === 'forbidden') mayBeRare = false;
    if (!hasWarned) {
      hasWarned = true;
      log.warn(
        { reason: back.reason },
        'Could not put refresh_interval back; it is tried again, also at the next start',
      );
    }
  }

  const end = (): Promise<void> => {
    isOver = true;
    signal?.removeEventListener('abort', endAtOnce);
    return inTurn(async () => {
      await putBack();
      await refreshing;
    });
  };
  // Whoever ends it after this sees to what went wrong.
  const endAtOnce = () => void end().catch(() => {});
  signal?.addEventListener('abort', endAtOnce);

  return {
    sending: async (coming) => {
      if (isOver || isNew === false || !isAnyRow(coming)) return;
      rows = addRows(rows, coming);
      await inTurn(makeRare);
    },
    sent: (more) => {
      if (isOver || asked.size === 0) return;
      bytes += more;
      if (bytes < BYTES_PER_REFRESH || refreshing !== undefined) return;
      bytes = 0;
      // Nobody waits for it, and whoever needs it refreshes again.
      refreshing = refresh();
    },
    end,
  };
}
