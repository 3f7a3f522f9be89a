import { setImmediate } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { createBackfill, type BackfillOptions } from './backfill.ts';
import type { RefreshInterval, Store } from '../ports/store.ts';

const FORBIDDEN: ElasticsearchFailure = { type: 'forbidden', status: 403, reason: 'Not you.' };
const TIMEOUT: ElasticsearchFailure = { type: 'timeout', reason: 'Too late.' };

type Answers = {
  hasNoRows?: Attempt<boolean>;
  makeRare?: Attempt<void> | Promise<Attempt<void>>;
  putBack?: Attempt<string[]>;
};

function ignore() {}

/** A cluster of which only the requests are of interest, and a log. */
function prepare(options: Partial<BackfillOptions> = {}, answers: Answers = {}) {
  const requests: string[] = [];
  const warned: string[] = [];
  const refreshInterval: RefreshInterval = {
    hasNoRows: async () => {
      requests.push('look');
      return answers.hasNoRows ?? { type: 'ok', value: true };
    },
    makeRare: async () => {
      requests.push('rare');
      return answers.makeRare ?? { type: 'ok', value: undefined };
    },
    putBack: async () => {
      requests.push('back');
      return answers.putBack ?? { type: 'ok', value: ['an index'] };
    },
  };
  let answer = ignore;
  const store: Pick<Store, 'refresh'> = {
    refresh: async () => {
      requests.push('refresh');
      await new Promise<void>((resolve) => (answer = resolve));
      return { type: 'ok', value: undefined };
    },
  };
  const log = { debug: ignore, warn: (_fields: object, message: string) => void warned.push(message) };
  const backfill = createBackfill({ refreshInterval, store, log }, { isLeftRare: false, ...options });
  return { ...backfill, requests, warned, answers, refreshed: () => answer() };
}

test('many rows make the indices rare, once, before they are sent; the end puts them back, once', async () => {
  const { sending, end, requests } = prepare();
  await sending(30_000);
  expect(requests).toEqual(['look', 'rare']);
  await sending(30_000);
  await end();
  await end();
  expect(requests).toEqual(['look', 'rare', 'back']);
});

test('the rows of many small files count together', async () => {
  const { sending, requests } = prepare();
  for (let file = 0; file < 199; file += 1) await sending(100);
  expect(requests).toEqual(['look']);
  await sending(100);
  expect(requests).toEqual(['look', 'rare']);
});

test('what was sent is refreshed in portions, one at a time, and the last one is waited for', async () => {
  const { sending, sent, refreshed, end, requests } = prepare();
  sent(100_000_000);
  await sending(30_000);
  for (let n = 0; n < 20; n += 1) sent(4_000_000);
  for (let n = 0; n < 20; n += 1) sent(4_000_000);
  expect(requests).toEqual(['look', 'rare', 'refresh']);
  refreshed();
  await setImmediate();
  sent(1);
  expect(requests.slice(2)).toEqual(['refresh', 'refresh']);
  const ended = end();
  await setImmediate();
  expect(requests.slice(3)).toEqual(['refresh', 'back']);
  refreshed();
  await ended;
  sent(100_000_000);
  expect(requests.slice(3)).toEqual(['refresh', 'back']);
});

test('whether the indices are empty is asked before the first row, and never again', async () => {
  const { sending, requests, answers } = prepare();
  await sending(0);
  expect(requests).toEqual([]);
  await sending(1);
  answers.hasNoRows = { type: 'ok', value: false };
  await sending(30_000);
  expect(requests).toEqual(['look', 'rare']);
});

describe('asks for nothing more', () => {
  test('where there are rows already', async () => {
    const { sending, end, requests } = prepare({}, { hasNoRows: { type: 'ok', value: false } });
    await sending(30_000);
    await sending(30_000);
    await end();
    expect(requests).toEqual(['look']);
  });

  test('where it cannot be told', async () => {
    const { sending, end, requests } = prepare({}, { hasNoRows: TIMEOUT });
    await sending(30_000);
    await end();
    expect(requests).toEqual(['look']);
  });

  test('after a pass of few rows', async () => {
    const { sending, end, requests } = prepare();
    await sending(19_999);
    await end();
    expect(requests).toEqual(['look']);
  });

  test('once it is over', async () => {
    const { sending, end, requests } = prepare();
    await end();
    await sending(30_000);
    expect(requests).toEqual([]);
  });
});

test('without the permission it goes on, and has nothing to put back', async () => {
  const { sending, end, requests, warned } = prepare({}, { makeRare: FORBIDDEN });
  await sending(30_000);
  await sending(30_000);
  await end();
  expect(requests).toEqual(['look', 'rare']);
  expect(warned).toEqual([]);
});

test('what may have been set without an answer is put back too', async () => {
  const { sending, end, requests } = prepare({}, { makeRare: TIMEOUT });
  await sending(30_000);
  await end();
  expect(requests).toEqual(['look', 'rare', 'back']);
});

test('what a killed process left behind is put back at the end, whatever the pass did', async () => {
  const { sending, end, requests } = prepare(
    { isLeftRare: true },
    { hasNoRows: { type: 'ok', value: false } },
  );
  await sending(30_000);
  await end();
  expect(requests).toEqual(['look', 'back']);
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
  const { sending, end, requests } = prepare({ signal: stop.signal }, { makeRare });
  const sent = sending(30_000);
  await vi.waitFor(() => expect(requests).toEqual(['look', 'rare']));
  stop.abort();
  await setImmediate();
  expect(requests).toEqual(['look', 'rare']);
  answer({ type: 'ok', value: undefined });
  await sent;
  await vi.waitFor(() => expect(requests).toEqual(['look', 'rare', 'back']));
  await end();
  expect(requests).toEqual(['look', 'rare', 'back']);
});
