/**
 * Sends operations to Elasticsearch in bulk: batches by bytes and by number, a few requests in flight, every item of
 * every answer looked at. What passes by itself is sent again; what is a document's own fault is given back to whoever
 * sent it; what is the system's fault halts the sender.
 */

import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { createPace, type Pace } from '../../domain/sending/pace.ts';
import { LONGEST_DELAY_MILLISECONDS, nextDelay, passesByItself } from '../../domain/sending/retry.ts';
import type { Outage } from '../ports/outage.ts';
import type { RowWriter } from '../../domain/rows/growing-bytes.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ItemOutcome, Operation, RowTarget, Store } from '../ports/store.ts';
import { part, settle, type Consignment, type Receipt } from './receipts.ts';

/** The most of each; how much of it is used is found out by the pace. */
export type SendLimits = {
  bytes: number;
  documents: number;
  requestsInFlight: number;
  /** How long what passes by itself is waited for before it counts as the system's fault, in milliseconds. */
  patience: number;
};

export type Sender = {
  /**
   * Takes one operation; gives something to wait for while enough is under way. After a failure it takes nothing any more. A refusal
   * that no receipt takes is logged: documents of our own making are never refused for what a file says.
   */
  add: (operation: Operation, receipt?: Partial<Receipt>) => Promise<void> | undefined;
  /** The same for one of very many rows, which is written where it is sent from. */
  addRow: (target: RowTarget, row: RowWriter, receipt: Partial<Receipt>) => Promise<void> | undefined;
  /** Sends what is left and waits for all answers. */
  flush: () => Promise<ElasticsearchFailure | undefined>;
};

export type SenderWorld = {
  store: Pick<Store, 'batch' | 'bulk'>;
  clock: Clock;
  log: Log;
  outage: Outage;
  signal?: AbortSignal | undefined;
  /** Told how many bytes of operations Elasticsearch has answered, request by request. */
  answered?: (bytes: number) => void;
};

/** Of all requests under way together: each is in memory until it is answered. */
const BYTES_IN_FLIGHT = 32_000_000;

export function paceFor({ bytes, requestsInFlight }: SendLimits): Pace {
  return createPace({ bytes, requests: requestsInFlight, bytesInFlight: Math.max(BYTES_IN_FLIGHT, bytes) });
}

/** @param pace what senders of the same cluster have learned together */
export function createSender(world: SenderWorld, limits: SendLimits, pace = paceFor(limits)): Sender {
  const { store, clock, log, outage, signal, answered } = world;
  let batch = store.batch();
  let receipts: Receipt[] = [];
  let failure: ElasticsearchFailure | undefined;
  const inFlight = new Set<Promise<void>>();
  const logged: Receipt = {
    refused: ({ index, id }, reason) => log.error({ index, id, reason }, 'Elasticsearch refused a document'),
  };

  /** The documents of a run all have the same. */
  let last: { given: Partial<Receipt> | undefined; whole: Receipt } = { given: undefined, whole: logged };
  function completed(receipt: Partial<Receipt> | undefined): Receipt {
    if (receipt !== last.given) last = { given: receipt, whole: { ...logged, ...receipt } };
    return last.whole;
  }

  async function dispatch(): Promise<void> {
    const full = { batch, receipts };
    if (batch.count === 0) return;
    batch = store.batch();
    receipts = [];
    while (inFlight.size >= pace.allowed()) await Promise.race(inFlight);
    const request: Promise<void> = deliver(full).finally(() => inFlight.delete(request));
    inFlight.add(request);
  }

  /** Sends until every operation has met its fate, or the sender halts. */
  async function deliver(whole: Consignment): Promise<void> {
    let remaining = whole;
    const { bytes } = whole.batch;
    let isCut = false;
    let delay: number | undefined;
    const started = clock.elapsed();
    while (remaining.batch.count > 0 && failure === undefined) {
      const { batch, receipts } = remaining;
      const size = batch.bytes;
      const attempt = await store.bulk(batch);
      if (attempt.type === 'ok') answered?.(size);
      if (attempt.type === 'too-large' && batch.count > 1) {
        const numbers = receipts.map((_, n) => n);
        const half = Math.ceil(numbers.length / 2);
        await deliver(part(remaining, numbers.slice(0, half)));
        remaining = part(remaining, numbers.slice(half));
        isCut = true;
        continue;
      }
      if (attempt.type === 'too-large') {
        receipts[0]?.refused(batch.subjectOf(0), 'is larger than Elasticsearch accepts');
        return;
      }
      if (attempt.type !== 'ok' && !passesByItself(attempt)) {
        failure ??= attempt;
        return;
      }
      const outcomes: readonly ItemOutcome[] = attempt.type === 'ok' ? attempt.value : [];
      const settled = settle(remaining, outcomes);
      failure ??= settled.failure;
      const { again } = settled;
      if (again.length === 0) {
        // What was sent in parts says nothing about how fast the whole would have been.
        if (delay === undefined && !isCut) pace.went({ bytes, startedAt: started, endedAt: clock.elapsed() });
        if (delay !== undefined) outage.passed();
        // Only what was answered at once: of what was given up, something may still be under way.
        else batch.done();
      }
      if (again.length === 0 || failure !== undefined) return;
      if (again.length < receipts.length) remaining = part(remaining, again);
      const cause: ElasticsearchFailure = attempt.type === 'ok' ? PUSHED_BACK : attempt;
      if (clock.elapsed() - started > limits.patience || signal?.aborted === true) {
        failure ??= cause;
        return;
      }
      pace.pushedBack();
      delay = nextDelay(delay, clock.random(), LONGEST_DELAY_MILLISECONDS);
      outage.failed(cause, delay);
      await clock.wait(delay, signal);
    }
  }

  function added(receipt: Partial<Receipt> | undefined): Promise<void> | undefined {
    receipts.push(completed(receipt));
    return batch.bytes >= pace.batchBytes() || batch.count >= limits.documents ? dispatch() : undefined;
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

const PUSHED_BACK: ElasticsearchFailure = {
  type: 'too-many-requests',
  reason: 'Elasticsearch puts some of the documents off, again and again',
};
