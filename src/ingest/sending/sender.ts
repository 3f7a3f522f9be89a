/**
 * Sends operations to Elasticsearch in bulk requests, a few at a time, and tells each operation's receipt what became of it.
 *
 *   add ─▶ batch ──full, or flushed──▶ request ──every item answered──▶ done
 *                                        │ ▲
 *                                        └─┴─ what passes by itself is sent again, later and gentler
 *   any ──a failure that does not pass by itself, or not in time──▶ halted: nothing more is sent
 */

import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { RowWriter } from '../../domain/rows/index.ts';
import { createCongestionWindow } from '../../domain/sending/congestion-window.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Outage } from '../ports/outage.ts';
import type { Operation, RowTarget, Store } from '../ports/store.ts';
import { deliver } from './deliver.ts';
import type { Receipt } from './receipts.ts';

export type SendLimits = {
  /** A request is sent once it has so many bytes, or so many documents. */
  bytes: number;
  documents: number;
  /** The most requests in flight at a time; fewer while Elasticsearch pushes back. */
  requestsInFlight: number;
  /** How long what passes by itself is retried before it counts as a failure, in milliseconds. */
  patience: number;
};

export type Sender = {
  /**
   * Takes one operation. After a failure it is dropped.
   *
   * @param receipt told what became of the operation; a refusal that it does not handle is logged
   * @returns something to wait for before the next operation is added, while enough requests are in flight
   */
  add: (operation: Operation, receipt?: Partial<Receipt>) => Promise<void> | undefined;
  /** The same for one of very many rows, which is written straight into the batch. */
  addRow: (target: RowTarget, row: RowWriter, receipt: Partial<Receipt>) => Promise<void> | undefined;
  /** Sends what is left and waits for all answers. */
  flush: () => Promise<ElasticsearchFailure | undefined>;
};

export type SenderTools = {
  store: Pick<Store, 'batch' | 'bulk'>;
  clock: Pick<Clock, 'elapsed' | 'random' | 'wait'>;
  log: Pick<Log, 'error'>;
  outage: Pick<Outage, 'failed' | 'passed'>;
  signal?: AbortSignal | undefined;
  /** Told how many bytes of operations Elasticsearch has answered, request by request. */
  answered?: (bytes: number) => void;
};

/** @param window shared by the senders to one cluster: how many requests each of them may have in flight */
export function createSender(
  tools: SenderTools,
  { bytes, documents, requestsInFlight, patience }: SendLimits,
  window = createCongestionWindow(requestsInFlight),
): Sender {
  const { store, log } = tools;
  const completed = completing(log);
  const inFlight = new Set<Promise<unknown>>();
  let batch = store.batch();
  let receipts: Receipt[] = [];
  let failure: ElasticsearchFailure | undefined;
  const deliverTools = { ...tools, window, patience, halted: () => failure };

  async function dispatch(): Promise<void> {
    if (batch.count === 0) return;
    const full = { batch, receipts };
    batch = store.batch();
    receipts = [];
    while (inFlight.size >= window.size()) await Promise.race(inFlight);
    const request: Promise<unknown> = deliver(full, deliverTools)
      .then((failed) => (failure ??= failed))
      .finally(() => inFlight.delete(request));
    inFlight.add(request);
  }

  function added(receipt: Partial<Receipt> | undefined): Promise<void> | undefined {
    receipts.push(completed(receipt));
    return batch.bytes >= bytes || batch.count >= documents ? dispatch() : undefined;
  }

  return {
    add: (operation, receipt) => {
      if (failure !== undefined) return undefined;
      batch.add(operation);
      return added(receipt);
    },
    addRow: (target, row, receipt) => {
      if (failure !== undefined) return undefined;
      batch.addRow(target, row);
      return added(receipt);
    },
    flush: async () => {
      await dispatch();
      while (inFlight.size > 0) await Promise.race(inFlight);
      return failure;
    },
  };
}

/** Fills in what a receipt does not handle. All documents of a run have the same one, so the last is remembered. */
function completing(log: Pick<Log, 'error'>): (receipt: Partial<Receipt> | undefined) => Receipt {
  const logged: Receipt = {
    refused: ({ index, id }, reason) => log.error({ index, id, reason }, 'Elasticsearch refused a document'),
  };
  let last: { given: Partial<Receipt> | undefined; whole: Receipt } = { given: undefined, whole: logged };
  return (given) => {
    if (given !== last.given) last = { given, whole: { ...logged, ...given } };
    return last.whole;
  };
}
