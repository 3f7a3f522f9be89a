/** A server that has too much to do, or takes nothing so large: what can wait waits, nothing is rejected for it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readAll } from '../support/dump.ts';
import { messages, prepareFaults, randomNumbers, stop, TAKES_NOTHING } from '../support/fault-scenario.ts';
import { A_LOOK } from '../support/patience.ts';

const RUNS = Array.from({ length: 12 }, (_, n) => `r${n}`);
const TOO_MANY = { status: 429, type: 'es_rejected_execution_exception' };

describe.concurrent('overload', { timeout: 1200_000 }, () => {
  test('6. HTTP 429 for every write for a while, and then none', async (context) => {
    const { proxy, dropAll, watch, settled } = await prepareFaults(context);
    const attempts: number[] = [];
    proxy.rule(({ kind }) => {
      if (kind === 'other' || kind === 'search') return undefined;
      const now = Date.now();
      if (now - (attempts[0] ?? now) >= 20_000) return undefined;
      attempts.push(now);
      return {
        type: 'answer',
        status: 429,
        body: { error: { type: TOO_MANY.type, reason: 'queue is full' }, status: 429 },
      };
    });
    await dropAll(RUNS, 1);
    const daemon = watch();
    await settled();
    expect(messages(await stop(daemon), 'File not fully indexed')).toEqual([]);
    // It tries again, and does not make it worse: back-off, with at most a few requests a second at first.
    expect(attempts.length).toBeGreaterThan(2);
    expect(attempts.length).toBeLessThan(60);
  });

  test('6. items answered by 429 at random, 30 % of them for 100 requests', async (context) => {
    const { proxy, watch, settled, manifest } = await prepareFaults(context, {
      ingest: { bulk_documents: 7, bulk_requests_in_flight: 4 },
    });
    const random = randomNumbers(6);
    const seen = { requests: 0 };
    proxy.rule(({ lines }) => {
      if (lines.length === 0 || seen.requests >= 100) return undefined;
      seen.requests += 1;
      return { type: 'items', outcome: () => (random() < 0.3 ? TOO_MANY : undefined) };
    });
    const daemon = watch();
    for (let state = 0; seen.requests < 100 && state < 20; state += 1) {
      for (const id of RUNS) await manifest.drop(id, state, { images: 10 - (state % 10) });
      await settled();
    }
    expect(seen.requests).toBe(100);
    expect(messages(await stop(daemon), 'File not fully indexed')).toEqual([]);
    await settled(A_LOOK);
  });

  test('6. 503 for shards that are not there, at random items and kinds', async (context) => {
    const { proxy, dropAll, watch, settled } = await prepareFaults(context);
    const random = randomNumbers(7);
    let requests = 0;
    proxy.rule(({ lines }) => {
      if (lines.length === 0 || requests >= 30) return undefined;
      requests += 1;
      return {
        type: 'items',
        outcome: () => (random() < 0.3 ? { status: 503, type: 'unavailable_shards_exception' } : undefined),
      };
    });
    const daemon = watch();
    for (let state = 0; state < 6; state += 1) {
      await dropAll(RUNS, state, 6 - state);
      await settled();
    }
    expect(messages(await stop(daemon), 'File not fully indexed')).toEqual([]);
  });

  const tooLarge = {
    'of Elasticsearch': {
      headers: { 'x-elastic-product': 'Elasticsearch', 'content-type': 'text/plain' },
      body: '',
    },
    'of a proxy before it': {
      headers: { 'content-type': 'text/html' },
      body: '<html>413 Request Entity Too Large</html>',
    },
  };

  test.for(Object.entries(tooLarge))(
    '8. 413 %s above 1 MB: requests are cut; one document of 2 MB is refused, its neighbours are not',
    async ([, answer], context) => {
      const { proxy, manifest, watch, settled, complete, workspace } = await prepareFaults(context);
      let refusals = 0;
      proxy.rule(({ body }) => {
        if (body.length <= 1_000_000) return undefined;
        refusals += 1;
        return { type: 'answer', status: 413, ...answer };
      });
      // Together far above the limit, one by one below it.
      for (const id of RUNS)
        await manifest.drop(id, 1, { row: () => ({ attributes: { note: 'n'.repeat(60_000) } }) });
      await manifest.drop('large', 1, {
        row: (n) => (n === 1 ? { attributes: { note: 'n'.repeat(2_000_000) } } : {}),
      });
      manifest.name('p/large.json', /larg/, ['i1']);
      const daemon = watch();
      await settled();
      expect(refusals).toBeGreaterThan(1);
      const named = messages(await stop(daemon), 'File not fully indexed');
      expect(named.map(({ path }) => path)).toEqual(['p/large.json']);
      const images = await readAll(workspace.url, `${workspace.prefix}-images`, 'images');
      expect(images).toHaveLength(RUNS.length * 3 + 2);
      // It stays said, and is not tried for ever.
      const before = refusals;
      await complete();
      expect(refusals).toBe(before);
    },
  );

  test('8. a run whose own document is too large is named, and the others are taken in', async (context) => {
    const { proxy, manifest, watch, settled } = await prepareFaults(context);
    proxy.rule(({ body }) =>
      body.length > 1_000_000 ? { type: 'answer', status: 413, body: '' } : undefined,
    );
    await manifest.drop('a', 1);
    const hyperparameters = {
      state: 1,
      note: Array.from({ length: 40_000 }, (_, n) => `layer ${n} of the network`),
    };
    await manifest.drop('large', 1, { extra: { hyperparameters } });
    await manifest.drop('b', 1);
    manifest.forget('large');
    manifest.name('p/large.json', /larg/);
    const daemon = watch();
    await settled();
    await stop(daemon);
  });

  test('11. a slow server and many documents under way: none is lost', async (context) => {
    const { proxy, manifest, watch, settled } = await prepareFaults(context, {
      ingest: { bulk_documents: 10, bulk_requests_in_flight: 3 },
    });
    const random = randomNumbers(11);
    proxy.rule(({ kind }) =>
      kind === 'documents' && random() < 0.7
        ? { type: 'point', at: 'before-forwarding', run: () => sleep(random() * 400) }
        : undefined,
    );
    const daemon = watch();
    for (let state = 0; state < 3; state += 1) {
      // The source stalls between files, so that the last, unfilled requests of each meet full slots.
      for (const id of RUNS) {
        await manifest.drop(id, state, { images: 37 + Math.floor(random() * 20) });
        await sleep(random() * 300);
      }
    }
    await settled();
    expect(messages(await stop(daemon), TAKES_NOTHING)).toEqual([]);
  });
});
