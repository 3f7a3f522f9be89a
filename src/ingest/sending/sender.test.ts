import { describe, expect, test } from 'vitest';
import { createBatch } from '../../adapters/elasticsearch/store/batch.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ItemOutcome, Operation, Store } from '../ports/store.ts';
import { createOutage } from './outage.ts';
import { silentObserver } from '../ports/observer.ts';
import type { Receipt } from './receipts.ts';
import { createSender, type SendLimits } from './sender.ts';

type Answer = Awaited<ReturnType<Store['bulk']>>;
type Script = (ids: string[], request: number) => Answer | Promise<Answer>;

const DONE: ItemOutcome = { status: 201 };
const PUSHED_BACK: ItemOutcome = {
  status: 429,
  errorType: 'es_rejected_execution_exception',
  reason: 'full',
};
const UNREACHABLE: ElasticsearchFailure = { type: 'unreachable', reason: 'connection refused' };
const TOO_LARGE: ElasticsearchFailure = { type: 'too-large', status: 413, reason: 'too large' };

function items(outcomes: ItemOutcome[]): Answer {
  return { type: 'ok', value: outcomes };
}

function allDone(ids: readonly string[]): Answer {
  return items(ids.map(() => DONE));
}

function index(id: string, body = '{}'): Operation {
  return { type: 'index', index: 'scores', id, body };
}

/** A store that answers by a script, a clock whose time passes only in waiting, and a log that is kept. */
function worldOf(script: Script, limits: Partial<SendLimits> = {}, signal?: AbortSignal) {
  const requests: string[][] = [];
  const waits: number[] = [];
  const logged: string[] = [];
  const fates: string[] = [];
  let now = 0;
  const store: Pick<Store, 'batch' | 'bulk'> = {
    batch: () => createBatch('lab'),
    bulk: async (batch) => {
      const ids = Array.from({ length: batch.count }, (_, n) => batch.subjectOf(n).id);
      requests.push(ids);
      return script(ids, requests.length);
    },
  };
  const clock: Clock = {
    now: () => '2026-08-09T12:00:00.000Z',
    unix: () => now,
    elapsed: () => now,
    random: () => 0.5,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
  const note = (_fields: object, message: string) => logged.push(message);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const receiptFor = (id: string): Receipt => ({
    accepted: () => fates.push(`${id} accepted`),
    overtaken: ({ id }) => fates.push(`${id} overtaken`),
    refused: ({ id }, reason) => fates.push(`${id} refused: ${reason}`),
  });
  const whole = { bytes: 1_000_000, documents: 100, requestsInFlight: 2, patience: 60_000, ...limits };
  const sender = createSender(
    { store, clock, log, outage: createOutage(clock, log, silentObserver), signal },
    whole,
  );
  async function send(...ids: string[]) {
    for (const id of ids) await sender.add(index(id), receiptFor(id));
    return sender.flush();
  }
  return { sender, receiptFor, send, requests, waits, logged, fates };
}

describe('batches', () => {
  test('are sent when they are full, by number', async () => {
    const { send, requests, fates } = worldOf(allDone, { documents: 2 });
    expect(await send('a', 'b', 'c', 'd', 'e')).toBeUndefined();
    expect(requests).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(fates).toHaveLength(5);
  });

  test('or by size', async () => {
    const { sender, requests } = worldOf(allDone, { bytes: 100 });
    for (const id of ['a', 'b', 'c']) await sender.add(index(id, '{"a": 1}'));
    await sender.flush();
    expect(requests).toEqual([['a', 'b'], ['c']]);
  });

  test('are never empty', async () => {
    const { send, requests } = worldOf(allDone);
    expect(await send()).toBeUndefined();
    expect(requests).toEqual([]);
  });
});

test('items that were pushed back are sent again, alone, after a pause', async () => {
  const { send, requests, waits, fates } = worldOf((ids, request) =>
    items(ids.map((id) => (request < 3 && id === 'b' ? PUSHED_BACK : DONE))),
  );
  expect(await send('a', 'b', 'c')).toBeUndefined();
  expect(requests).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
  expect(waits).toEqual([200, 350]);
  expect(fates).toEqual(['a accepted', 'c accepted', 'b accepted']);
});

test('an item that the answer leaves out is sent again', async () => {
  const { send, requests, fates } = worldOf((ids) => items(ids.slice(0, 2).map(() => DONE)));
  expect(await send('a', 'b', 'c')).toBeUndefined();
  expect(requests).toEqual([['a', 'b', 'c'], ['c']]);
  expect(fates).toEqual(['a accepted', 'b accepted', 'c accepted']);
});

test('an item that is refused is given back with the reason, and keeps nothing else up', async () => {
  const refused = { status: 400, errorType: 'document_parsing_exception', reason: 'no such field' };
  const { send, fates } = worldOf((ids) => items(ids.map((id) => (id === 'b' ? refused : DONE))));
  expect(await send('a', 'b', 'c')).toBeUndefined();
  expect(fates).toEqual(['a accepted', 'b refused: no such field', 'c accepted']);
});

test('without a receipt, a refusal is logged', async () => {
  const { sender, logged } = worldOf((ids) => items(ids.map(() => ({ status: 400 }))));
  await sender.add(index('a'));
  expect(await sender.flush()).toBeUndefined();
  expect(logged).toEqual(['Elasticsearch refused a document']);
});

describe('a request that is too large', () => {
  test('is halved down to the one document that is too large by itself', async () => {
    const { send, requests, fates } = worldOf((ids) =>
      ids.includes('f') ? TOO_LARGE : items(ids.map(() => DONE)),
    );
    expect(await send('a', 'b', 'c', 'd', 'e', 'f', 'g')).toBeUndefined();
    expect(fates.toSorted()).toEqual([
      'a accepted',
      'b accepted',
      'c accepted',
      'd accepted',
      'e accepted',
      'f refused: is larger than Elasticsearch accepts',
      'g accepted',
    ]);
    expect(requests.length).toBeLessThanOrEqual(7);
  });

  test('stops being halved when the system fails', async () => {
    const { send, requests, fates } = worldOf((_ids, request) =>
      request === 1 ? TOO_LARGE : { type: 'unauthorized', status: 401, reason: 'who?' },
    );
    expect(await send('a', 'b', 'c', 'd')).toMatchObject({ type: 'unauthorized' });
    expect(requests).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a', 'b'],
    ]);
    expect(fates).toEqual([]);
  });
});

describe('what is the fault of the system', () => {
  test.each(['unauthorized', 'forbidden', 'blocked', 'tls', 'bad-request', 'not-elasticsearch'] as const)(
    'halts: %s',
    async (type) => {
      const { sender, send, requests, waits, fates } = worldOf(() => ({ type, reason: 'said why' }));
      expect(await send('a')).toEqual({ type, reason: 'said why' });
      expect(await send('b')).toMatchObject({ type });
      await sender.add(index('c'));
      expect([requests, waits, fates]).toEqual([[['a']], [], []]);
    },
  );

  test.each([
    [{ status: 404, errorType: 'index_not_found_exception', reason: 'no such index' }, 'not-found'],
    [{ status: 429, errorType: 'cluster_block_exception', reason: 'disk is full' }, 'blocked'],
    [{ status: 403, errorType: 'security_exception', reason: 'may not' }, 'forbidden'],
  ])('halts, when an item says it: %j', async (item, type) => {
    const { send, requests, waits, fates } = worldOf((ids) =>
      items(ids.map((id) => (id === 'a' ? DONE : id === 'b' ? item : PUSHED_BACK))),
    );
    const failure = await send('a', 'b', 'c');
    expect(failure).toMatchObject({ type, status: item.status });
    expect(failure?.reason).toMatch(`"scores" does not accept documents: ${item.reason}`);
    // What others were told is true; nobody is told anything about what nobody knows, and nothing is sent again.
    expect([requests.length, waits, fates]).toEqual([1, [], ['a accepted']]);
  });
});

describe('what passes by itself', () => {
  test('is waited for', async () => {
    const { send, requests, fates, logged } = worldOf((ids, request) =>
      request < 5 ? UNREACHABLE : allDone(ids),
    );
    expect(await send('a', 'b')).toBeUndefined();
    expect([requests.length, logged.length, fates]).toEqual([5, 4, ['a accepted', 'b accepted']]);
  });

  test.each<[string, Script, string]>([
    ['the connection', () => UNREACHABLE, 'unreachable'],
    ['an item', (ids) => items(ids.map(() => PUSHED_BACK)), 'too-many-requests'],
    ['an item without an answer', () => items([]), 'too-many-requests'],
  ])('is not waited for without end: %s', async (_what, script, type) => {
    const { send, waits, fates } = worldOf(script, { patience: 30_000 });
    expect(await send('a')).toMatchObject({ type });
    const waited = waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeGreaterThan(30_000);
    expect(waited).toBeLessThan(30_000 + 10_001);
    expect(fates).toEqual([]);
  });

  test('is not waited for any more when somebody wants to leave', async () => {
    const { send, requests } = worldOf(() => UNREACHABLE, {}, AbortSignal.abort());
    expect(await send('a')).toEqual(UNREACHABLE);
    expect(requests).toHaveLength(1);
  });
});

/** A store whose answers are held back, and how many requests are under way. */
function slowly(limits: Partial<SendLimits>) {
  const held: (() => void)[] = [];
  let most = 0;
  const world = worldOf((ids) => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    held.push(() => resolve(items(ids.map(() => DONE))));
    most = Math.max(most, held.length);
    return promise;
  }, limits);
  return { ...world, held, most: () => most };
}

function breath() {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('back-pressure', () => {
  test('holds up who adds, while enough requests are in flight', async () => {
    const { sender, held, requests } = slowly({ documents: 1, requestsInFlight: 2 });
    await sender.add(index('a'));
    await sender.add(index('b'));
    let isIn = false;
    const third = Promise.resolve(sender.add(index('c'))).then(() => (isIn = true));
    await breath();
    expect([isIn, requests.length]).toEqual([false, 2]);
    held.shift()?.();
    await third;
    expect([isIn, requests.length]).toEqual([true, 3]);
    for (const answer of held) answer();
    expect(await sender.flush()).toBeUndefined();
  });

  test('bounds them also when many add at once', async () => {
    const { sender, receiptFor, held, most, fates } = slowly({ documents: 1, requestsInFlight: 2 });
    const adding = Promise.all(
      Array.from({ length: 20 }, (_, id) =>
        Promise.resolve(sender.add(index(String(id)), receiptFor(String(id)))),
      ),
    );
    for (let round = 0; round < 20; round += 1) {
      await breath();
      held.shift()?.();
    }
    await adding;
    expect(await sender.flush()).toBeUndefined();
    expect([most(), fates.length]).toEqual([2, 20]);
  });

  test('a flush waits for the last answer', async () => {
    const { sender, held, receiptFor, fates } = slowly({});
    await sender.add(index('a'), receiptFor('a'));
    const flushed = sender.flush().then(() => [...fates]);
    await breath();
    expect(fates).toEqual([]);
    held.shift()?.();
    expect(await flushed).toEqual(['a accepted']);
  });
});
