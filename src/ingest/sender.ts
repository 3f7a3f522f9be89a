/**
 * Sends operations to Elasticsearch in bulk: batches by bytes and by number, a few requests in flight, every item of
 * every answer looked at. What passes by itself is sent again; what is a document's own fault is given back to whoever
 * sent it; what is the system's fault halts the sender.
 */

import type { ElasticsearchFailure } from '../domain/outcome.ts';
import { nextDelay, passesByItself, treatItem } from '../domain/retry.ts';
import type { Clock, ItemOutcome, Log, Operation, Store } from './ports.ts';

export type SendLimits = {
  bytes: number;
  documents: number;
  requestsInFlight: number;
  /** How long what passes by itself is waited for before it counts as the system's fault, in milliseconds. */
  patience: number;
};

/** Told about each operation of one file, once, when its fate is known. */
export type Receipt = {
  accepted: (operation: Operation) => void;
  refused: (operation: Operation, reason: string) => void;
};

type Parcel = { operation: Operation; receipt: Receipt };

export type Sender = {
  /**
   * Takes one operation; waits while enough is under way. After a failure it takes nothing any more. Without a
   * receipt a refusal is logged: documents of our own making are never refused for what a file says.
   */
  add: (operation: Operation, receipt?: Receipt) => Promise<void>;
  /** Sends what is left and waits for all answers. */
  flush: () => Promise<ElasticsearchFailure | undefined>;
};

const LONGEST_DELAY_MILLISECONDS = 10_000;

export function createSender(
  store: Store,
  limits: SendLimits,
  clock: Clock,
  log: Log,
  signal?: AbortSignal,
): Sender {
  let batch: Parcel[] = [];
  let batchBytes = 0;
  let failure: ElasticsearchFailure | undefined;
  const inFlight = new Set<Promise<void>>();
  const logged: Receipt = {
    accepted: () => {},
    refused: ({ index, id }, reason) => log.error({ index, id, reason }, 'Elasticsearch refused a document'),
  };

  async function dispatch(): Promise<void> {
    const parcels = batch;
    batch = [];
    batchBytes = 0;
    if (parcels.length === 0) return;
    while (inFlight.size >= limits.requestsInFlight) await Promise.race(inFlight);
    const request: Promise<void> = deliver(parcels).finally(() => inFlight.delete(request));
    inFlight.add(request);
  }

  /** Sends until every parcel has met its fate, or the sender halts. */
  async function deliver(parcels: Parcel[]): Promise<void> {
    let remaining = parcels;
    let delay: number | undefined;
    const started = clock.elapsed();
    while (remaining.length > 0 && failure === undefined) {
      const attempt = await store.bulk(remaining.map((parcel) => parcel.operation));
      if (attempt.type === 'too-large' && remaining.length > 1) {
        const half = Math.ceil(remaining.length / 2);
        await deliver(remaining.slice(0, half));
        remaining = remaining.slice(half);
        continue;
      }
      if (attempt.type === 'too-large') {
        for (const { operation, receipt } of remaining)
          receipt.refused(operation, 'is larger than Elasticsearch accepts');
        return;
      }
      if (attempt.type !== 'ok' && !passesByItself(attempt)) {
        failure ??= attempt;
        return;
      }
      if (attempt.type === 'ok') {
        const settled = settle(remaining, attempt.value);
        failure ??= settled.failure;
        if (settled.again.length === 0 || failure !== undefined) return;
        remaining = settled.again;
      }
      const cause: ElasticsearchFailure = attempt.type === 'ok' ? PUSHED_BACK : attempt;
      if (clock.elapsed() - started > limits.patience || signal?.aborted === true) {
        failure ??= cause;
        return;
      }
      delay = nextDelay(delay, clock.random(), LONGEST_DELAY_MILLISECONDS);
      log.warn(
        { operations: remaining.length, delay_ms: delay, reason: cause.reason },
        'Elasticsearch did not take a batch; sending it again',
      );
      await clock.wait(delay, signal);
    }
  }

  return {
    add: async (operation, receipt = logged) => {
      if (failure !== undefined) return;
      batch.push({ operation, receipt });
      batchBytes += operation.type === 'delete' ? 0 : operation.body.length;
      if (batchBytes >= limits.bytes || batch.length >= limits.documents) await dispatch();
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
  reason: 'Elasticsearch put some of the documents off, again and again',
};

/** Tells each receipt the fate of its operation, and keeps those that are to be sent again. */
function settle(
  parcels: readonly Parcel[],
  outcomes: readonly ItemOutcome[],
): { again: Parcel[]; failure: ElasticsearchFailure | undefined } {
  const again: Parcel[] = [];
  let failure: ElasticsearchFailure | undefined;
  for (const [position, parcel] of parcels.entries()) {
    const outcome = outcomes[position];
    // An answer that leaves an item out says nothing about it.
    const treatment = outcome === undefined ? 'retry' : treatItem(outcome, parcel.operation.type);
    if (treatment === 'done') parcel.receipt.accepted(parcel.operation);
    else if (treatment === 'retry') again.push(parcel);
    else if (treatment === 'system') failure ??= systemFailure(parcel.operation, outcome);
    else parcel.receipt.refused(parcel.operation, outcome?.reason ?? 'was refused');
  }
  return { again, failure };
}

function systemFailure(operation: Operation, outcome: ItemOutcome | undefined): ElasticsearchFailure {
  const reason = outcome?.reason ?? `status ${outcome?.status ?? 'unknown'}`;
  return {
    type:
      outcome?.errorType === 'cluster_block_exception'
        ? 'blocked'
        : outcome?.status === 404
          ? 'not-found'
          : 'forbidden',
    ...(outcome && { status: outcome.status }),
    reason: `the index "${operation.index}" takes no documents: ${reason}`,
  };
}
