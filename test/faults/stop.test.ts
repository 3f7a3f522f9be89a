/** SIGTERM at bad moments: the daemon leaves within ten seconds, with 0, and whoever comes next misses nothing. */

import { describe, expect, test, vi } from 'vitest';
import type { Fault } from '../support/fault-proxy.ts';
import { prepareFaults, stop, said, TAKES_NOTHING } from '../support/fault-scenario.ts';
import type { RequestKind } from '../support/request-kind.ts';
import { A_WHILE } from '../support/patience.ts';

const RUNS = ['a', 'b', 'c', 'd'];

const FAULTS: { name: string; fault: Fault; kinds: RequestKind[] }[] = [
  {
    name: 'during retry back-off',
    fault: { type: 'answer', status: 503, body: {} },
    kinds: ['claims', 'documents', 'ledger', 'judgement', 'refresh', 'search', 'alias', 'other'],
  },
  {
    name: 'amid a request that is never answered',
    fault: { type: 'silence', forward: false },
    kinds: ['claims', 'documents', 'ledger', 'judgement', 'refresh', 'search', 'mget', 'alias', 'other'],
  },
  {
    name: 'amid a request that was done and is never answered',
    fault: { type: 'silence', forward: true },
    kinds: ['claims', 'documents', 'sweep', 'ledger', 'judgement', 'alias'],
  },
  {
    name: 'during a pause',
    fault: { type: 'answer', status: 403, body: { error: { type: 'security_exception' }, status: 403 } },
    kinds: ['claims', 'documents', 'ledger', 'judgement'],
  },
];

const CASES = FAULTS.flatMap(({ kinds, ...rest }) => kinds.map((kind) => ({ kind, ...rest })));

describe.concurrent('25. SIGTERM', { timeout: 540_000 }, () => {
  test.for(CASES)(
    '25. SIGTERM $name ($kind): leaves, and nothing is lost',
    async ({ kind, fault }, context) => {
      // Long, so that it is not the time-out that helps.
      const { proxy, watch, dropAll, settled, complete } = await prepareFaults(context, {
        elasticsearch: { request_timeout_seconds: 120 },
      });
      await dropAll(RUNS, 1, 6);
      const first = watch();
      await settled();
      if (kind === 'other') await stop(first);
      let hits = 0;
      const disarm = proxy.rule((request) => {
        if (request.kind !== kind) return undefined;
        hits += 1;
        return fault;
      });
      await dropAll(RUNS, 2, 2);
      const daemon = kind === 'other' ? watch() : first;
      const enough = fault.type === 'answer' && kind !== 'other' ? 2 : 1;
      await vi.waitFor(() => expect(hits).toBeGreaterThanOrEqual(enough), A_WHILE);
      await stop(daemon);
      disarm();
      await complete();
    },
  );

  test('25. SIGTERM amid work: what was begun is completed, or done by the next', async (context) => {
    const { proxy, watch, dropAll, complete } = await prepareFaults(context, {
      ingest: { bulk_documents: 20 },
    });
    for (let state = 0; state < 4; state += 1) {
      await dropAll(RUNS, state, 40 - 5 * state);
      const before = proxy.log().length;
      const daemon = watch();
      await vi.waitFor(() => expect(proxy.log().length).toBeGreaterThan(before + 12 + 4 * state), A_WHILE);
      await stop(daemon);
    }
    await complete();
  });

  test('25. SIGTERM while there is no server at all', async (context) => {
    const { proxy, watch } = await prepareFaults(context);
    await proxy.down();
    const daemon = watch();
    await said(daemon, TAKES_NOTHING);
    expect(await stop(daemon)).not.toContain('"level":60');
  });
});
