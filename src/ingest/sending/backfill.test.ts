import { setImmediate } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { RowCounts } from '../../domain/indices/backfill.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { createBackfill, type BackfillOptions } from './backfill.ts';
import type { Log } from '../ports/log.ts';
import type { RefreshInterval, Store } from '../ports/store.ts';

const FORBIDDEN: ElasticsearchFailure = { type: 'forbidden', status: 403, reason: 'Not you.' };
const TIMEOUT: ElasticsearchFailure = { type: 'timeout', reason: 'Too late.' };

type Answers = {
  hasNoRows?: Attempt<boolean>;
  makeRare?: Attempt<void> | Promise<Attempt<void>>;
  putBack?: Attempt<string[]>;
};

const ignore = () => {};

/** A cluster of which only the requests are of interest, and a log. */
function prepare(options: Partial<BackfillOptions> = {}, answers: Answers = {}) {
  const requests: string[] = [];
  const warned: string[] = [];
  const refreshInterval: RefreshInterval = {
    hasNoRows: async () => {
      requests.push('look');
      return answers.hasNoRows ?? { type: 'ok', value: true };
    },
    makeRare: async (index) => {
      requests.push(`rare ${index}`);
      return answers.makeRare ?? { type: 'ok', value: undefined };
    },
    putBack: async () => {
      requests.push('back');
      return answers.putBack ?? { type: 'ok', value: ['an index'] };
    },
  };
  const warn = (_fields: object, message: string) => void warned.push(message);
  const log: Log = { debug: ignore, info: ignore, error: ignore, warn };
  let answer = ignore;
  const store: Pick<Store, 'refresh'> = {
    refresh: async (indices) => {
      requests.push(`refresh ${indices.join(' ')}`);
      await new Promise<void>((resolve) => (answer = resolve));
      return { type: 'ok', value: undefined };
    },
  };
  const backfill = createBackfill(
    { refreshInterval, store, log },
    { isKnownToHold: () => false, isLeftRare: false, ...options },
  );
  const send = (rows: Partial<RowCounts>) => backfill.sending({ images: 0, series: 0, ...rows });
  return { ...backfill, send, requests, warned, answers, refreshed: () => answer() };
}

test('so many rows make the index rare, once, before they are sent; the end puts it back, once', async () => {
  const { send, end, requests } = prepare();
  await send({ images: 30_000 });
  expect(requests).toEqual(['look', 'rare images']);
  await send({ images: 30_000 });
  await end();
  await end();
  expect(requests).toEqual(['look', 'rare images', 'back']);
});

test('the rows of many small files count together, those of each index by themselves', async () => {
  const { send, requests } = prepare();
  for (let file = 0; file < 199; file += 1) await send({ images: 100, series: 99 });
  expect(requests).toEqual(['look']);
  await send({ images: 100, series: 99 });
  expect(requests).toEqual(['look', 'rare images']);
  await send({ series: 500 });
  expect(requests).toEqual(['look', 'rare images', 'rare series']);
});

test('what was sent is made findable in portions, one at a time, and the last one is waited for', async () => {
  const { send, sent, refreshed, end, requests } = prepare();
  sent(100_000_000);
  await send({ images: 30_000 });
  for (let n = 0; n < 20; n += 1) sent(4_000_000);
  for (let n = 0; n < 20; n += 1) sent(4_000_000);
  expect(requests).toEqual(['look', 'rare images', 'refresh images']);
  refreshed();
  await setImmediate();
  sent(1);
  expect(requests.slice(2)).toEqual(['refresh images', 'refresh images']);
  const ended = end();
  await setImmediate();
  expect(requests.slice(3)).toEqual(['refresh images', 'back']);
  refreshed();
  await ended;
  sent(100_000_000);
  expect(requests.slice(3)).toEqual(['refresh images', 'back']);
});

test('whether the indices are new is asked before the first row, and never again', async () => {
  const { send, requests, answers } = prepare();
  await send({});
  expect(requests).toEqual([]);
  await send({ images: 1 });
  answers.hasNoRows = { type: 'ok', value: false };
  await send({ images: 30_000 });
  expect(requests).toEqual(['look', 'rare images']);
});

describe('asks for nothing more', () => {
  test('where there are rows already', async () => {
    const { send, end, requests } = prepare({}, { hasNoRows: { type: 'ok', value: false } });
    await send({ images: 30_000 });
    await send({ images: 30_000 });
    await end();
    expect(requests).toEqual(['look']);
  });

  test('where the ledger knows of rows: not even that', async () => {
    const { send, end, requests } = prepare({ isKnownToHold: () => true });
    await send({ images: 30_000 });
    await end();
    expect(requests).toEqual([]);
  });

  test('where it cannot be told', async () => {
    const { send, end, requests } = prepare({}, { hasNoRows: TIMEOUT });
    await send({ images: 30_000 });
    await end();
    expect(requests).toEqual(['look']);
  });

  test('after a pass of few rows', async () => {
    const { send, end, requests } = prepare();
    await send({ images: 19_999 });
    await end();
    expect(requests).toEqual(['look']);
  });

  test('once it is over', async () => {
    const { send, end, requests } = prepare();
    await end();
    await send({ images: 30_000 });
    expect(requests).toEqual([]);
  });
});

test('without the permission it goes on, and has nothing to put back', async () => {
  const { send, end, requests, warned } = prepare({}, { makeRare: FORBIDDEN });
  await send({ images: 30_000 });
  await send({ images: 30_000 });
  await end();
  expect(requests).toEqual(['look', 'rare images']);
  expect(warned).toEqual([]);
});

test('what may have been set without an answer is put back too', async () => {
  const { send, end, requests } = prepare({}, { makeRare: TIMEOUT });
  await send({ images: 30_000 });
  await end();
  expect(requests).toEqual(['look', 'rare images', 'back']);
});

test('what somebody left behind is put back at the end, whatever the pass did', async () => {
  const { send, end, requests } = prepare({ isLeftRare: true, isKnownToHold: () => true });
  await send({ images: 30_000 });
  expect(requests).toEqual([]);
  await end();
  expect(requests).toEqual(['back']);
});

test('what could not be put back is told of once, and tried again', async () => {
  const { end, requests, warned, answers } = prepare({ isLeftRare: true }, { putBack: TIMEOUT });
  await end();
  await end();
  expect(warned).toHaveLength(1);
  delete answers.putBack;
  await end();
  await end();
  expect(requests).toEqual(['back', 'back', 'back']);
});

test('what may not be put back is told of, and not tried again', async () => {
  const { end, requests, warned } = prepare({ isLeftRare: true }, { putBack: FORBIDDEN });
  await end();
  await end();
  expect(requests).toEqual(['back']);
  expect(warned).toHaveLength(1);
});

test('the signal puts back at once, but not before what is being set is set', async () => {
  const stop = new AbortController();
  const { promise: makeRare, resolve: answer } = Promise.withResolvers<Attempt<void>>();
  const { send, end, requests } = prepare({ signal: stop.signal }, { makeRare });
  const sending = send({ images: 30_000, series: 30_000 });
  await vi.waitFor(() => expect(requests).toEqual(['look', 'rare images']));
  stop.abort();
  await setImmediate();
  expect(requests).toEqual(['look', 'rare images']);
  answer({ type: 'ok', value: undefined });
  await sending;
  await vi.waitFor(() => expect(requests).toEqual(['look', 'rare images', 'back']));
  await end();
  expect(requests).toEqual(['look', 'rare images', 'back']);
});
