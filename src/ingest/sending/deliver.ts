import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { CongestionWindow } from '../../domain/sending/congestion-window.ts';
import { passesByItself } from '../../domain/sending/retry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outage } from '../ports/outage.ts';
import type { Store } from '../ports/store.ts';
import { part, settle, type Consignment } from './receipts.ts';
import { retrying } from './retrying.ts';

export type DeliverTools = {
  store: Pick<Store, 'bulk'>;
  clock: Pick<Clock, 'elapsed' | 'random' | 'wait'>;
  outage: Pick<Outage, 'failed' | 'passed'>;
  window: Pick<CongestionWindow, 'succeeded' | 'pushedBack'>;
  /** How long what passes by itself is retried, in milliseconds. */
  patience: number;
  signal?: AbortSignal | undefined;
  /** The failure at which the sender has halted, if it has: nothing more is sent. */
  halted: () => ElasticsearchFailure | undefined;
  /** Told how many bytes of operations were answered. */
  answered?: ((bytes: number) => void) | undefined;
};

/**
 * Sends one batch until every operation has got its answer. Operations that were pushed back are sent again, without the others;
 * a request that is too large is sent in halves.
 *
 * @returns the failure that has to halt the sender
 */
export async function deliver(
  whole: Consignment,
  tools: DeliverTools,
): Promise<ElasticsearchFailure | undefined> {
  const { store, clock, window, patience, halted, answered } = tools;
  const startedAt = clock.elapsed();
  let remaining = whole;
  let requests = 0;

  async function sendOnce(): Promise<Attempt<void>> {
    const failure = halted();
    if (failure !== undefined) return failure;
    requests += 1;
    const attempt = await store.bulk(remaining.batch);
    if (attempt.type !== 'ok') {
      if (passesByItself(attempt)) window.pushedBack();
      return attempt;
    }
    answered?.(remaining.batch.bytes);
    const { again, failure: systemFailure } = settle(remaining, attempt.value);
    if (systemFailure !== undefined) return systemFailure;
    if (again.length === 0) {
      window.succeeded();
      return { type: 'ok', value: undefined };
    }
    window.pushedBack();
    if (again.length < remaining.receipts.length) remaining = part(remaining, again);
    return PUSHED_BACK;
  }

  const sent = await retrying(sendOnce, {
    ...tools,
    mayPass: (failure) =>
      passesByItself(failure) && halted() === undefined && clock.elapsed() - startedAt <= patience,
  });
  if (sent.type === 'too-large') return deliverHalves(remaining, tools);
  if (sent.type !== 'ok') return sent;
  // Not after a retry: a request that was given up may still be reading the memory of the batch.
  if (requests === 1) whole.batch.release();
  return undefined;
}

async function deliverHalves(
  consignment: Consignment,
  tools: DeliverTools,
): Promise<ElasticsearchFailure | undefined> {
  const { batch, receipts } = consignment;
  if (batch.count === 1) {
    receipts[0]?.refused(batch.subjectOf(0), 'is larger than Elasticsearch accepts');
    return undefined;
  }
  const numbers = receipts.map((_, n) => n);
  const half = Math.ceil(numbers.length / 2);
  const failure = await deliver(part(consignment, numbers.slice(0, half)), tools);
  return failure ?? deliver(part(consignment, numbers.slice(half)), tools);
}

const PUSHED_BACK: ElasticsearchFailure = {
  type: 'too-many-requests',
  reason: 'Elasticsearch rejects some of the documents for now, as it does when it has too much to do.',
};
