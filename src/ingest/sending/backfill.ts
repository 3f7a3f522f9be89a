/**
 * While many rows fill empty indices, these are refreshed rarely; afterwards as before. This brought 24 % of a first large
 * ingest (`docs/speed.md`).
 *
 *   unknown ──rows come, the indices are empty──▶ counting ──many rows──▶ rare ──end──▶ over
 *      └─────────they are not, or it cannot be told, or the end comes first──────────────▶ over
 *
 * Nothing depends on it: a failure here stops no one, and rounds refresh what they wrote. What a process that was killed has
 * left behind, the next one puts back at its end.
 */

import { MANY_ROWS, ROW_INDICES } from '../../domain/indices/backfill.ts';
import type { Log } from '../ports/log.ts';
import type { RefreshInterval, Store } from '../ports/store.ts';

export type Backfill = {
  /** To be called before rows are sent, with how many. */
  sending: (rows: number) => Promise<void>;
  /** To be called when Elasticsearch has answered requests, with how many bytes. */
  sent: (bytes: number) => void;
  /** Puts the setting back. If that fails, it is tried again when this is called again. */
  end: () => Promise<void>;
};

export type BackfillTools = {
  refreshInterval: RefreshInterval;
  store: Pick<Store, 'refresh'>;
  log: Pick<Log, 'debug' | 'warn'>;
};

export type BackfillOptions = {
  /** A process that was killed has left the setting behind. */
  isLeftRare: boolean;
  /** Ends it at once: after what is under way has been finished, there may be no time left. */
  signal?: AbortSignal | undefined;
};

/**
 * So many bytes are refreshed together while more are sent. All at once, at the end, would take one of the server's processors
 * seconds in which the others have nothing to do; smaller portions would have to be merged.
 */
const BYTES_PER_REFRESH = 64_000_000;

export function createBackfill(
  { refreshInterval, store, log }: BackfillTools,
  { isLeftRare, signal }: BackfillOptions,
): Backfill {
  let isOver = false;
  let mayBeRare = isLeftRare;
  let rows = 0;
  let areEmpty: boolean | undefined;
  let making: Promise<void> | undefined;
  let unrefreshedBytes = 0;
  let refreshing: Promise<unknown> | undefined;
  let hasWarned = false;

  async function makeRare(): Promise<void> {
    const made = await refreshInterval.makeRare();
    if (made.type === 'ok') log.debug({}, 'Many rows are coming: refreshing their indices rarely');
    else log.debug({ reason: made.reason }, 'Could not set refresh_interval');
    // A request without an answer may have been carried out.
    mayBeRare ||= made.type !== 'forbidden';
  }

  async function putBack(): Promise<void> {
    // What is being set has to be set before it can be put back.
    await making;
    if (!mayBeRare) return;
    const back = await refreshInterval.putBack();
    // A permission that is missing does not come by asking again.
    mayBeRare = back.type !== 'ok' && back.type !== 'forbidden';
    if (back.type !== 'ok' && !hasWarned) {
      hasWarned = true;
      log.warn(
        { reason: back.reason },
        'Could not put refresh_interval back; retrying, also at the next start',
      );
    }
  }

  async function end(): Promise<void> {
    isOver = true;
    signal?.removeEventListener('abort', endAtOnce);
    await putBack();
    await refreshing;
  }
  const endAtOnce = () => void end();
  signal?.addEventListener('abort', endAtOnce);

  return {
    sending: async (coming) => {
      if (isOver || making !== undefined || coming === 0) return;
      if (areEmpty === undefined) {
        // Before anything is sent: later, the rows could be our own.
        const found = await refreshInterval.hasNoRows();
        areEmpty = found.type === 'ok' && found.value;
      }
      rows += coming;
      if (isOver || !areEmpty || rows < MANY_ROWS) return;
      making = makeRare();
      await making;
    },
    sent: (bytes) => {
      if (isOver || making === undefined) return;
      unrefreshedBytes += bytes;
      if (unrefreshedBytes < BYTES_PER_REFRESH || refreshing !== undefined) return;
      unrefreshedBytes = 0;
      refreshing = store.refresh(ROW_INDICES).finally(() => {
        refreshing = undefined;
      });
    },
    end,
  };
}
