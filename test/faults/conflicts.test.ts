/** Version conflicts of every kind of write: whoever was first counts, and in the end the file does. */

import { describe, expect, test } from 'vitest';
import { request } from '../support/dump.ts';
import { faultFirst, messages, prepareFaults, stop } from '../support/fault-scenario.ts';
import type { RequestKind } from '../support/request-kind.ts';
import { A_LOOK } from '../support/patience.ts';

const RUNS = ['a', 'b', 'c', 'd'];
const CONFLICT = { status: 409, type: 'version_conflict_engine_exception' };

describe.concurrent('conflicts', { timeout: 900_000 }, () => {
  // Of documents, written or swept, a conflict says that a newer one is there, which then must be so: see the daemons
  // that stall.
  test.for(['claims', 'ledger', 'judgement'] as RequestKind[])(
    '25. 409 for all %s, three times',
    async (kind, context) => {
      const { proxy, watch, dropAll, settled } = await prepareFaults(context);
      await dropAll(RUNS, 1, 5);
      const daemon = watch();
      await settled();
      const committed = faultFirst(proxy, [kind], 3, { type: 'items', outcome: () => CONFLICT });
      for (let state = 2; (committed()[kind] ?? 0) < 3 && state < 12; state += 1) {
        await dropAll(RUNS, state, 12 - state);
        await settled();
      }
      expect(committed()).toEqual({ [kind]: 3 });
      expect(messages(await stop(daemon), 'File not fully indexed')).toEqual([]);
      await settled(A_LOOK);
    },
  );

  test.for(['claims', 'ledger'] as RequestKind[])(
    '25. an entry of the ledger changes just before it is written (%s)',
    async (kind, context) => {
      const { proxy, watch, dropAll, settled, workspace } = await prepareFaults(context);
      const { url, prefix } = workspace;
      await dropAll(RUNS, 1, 5);
      const daemon = watch();
      await settled();
      // A write in between: the same content, but another sequence number.
      const touch = async (id: string) => {
        const path = `${prefix}-files/_doc/${encodeURIComponent(id)}`;
        const { _source } = await request<{ _source: object }>(url, path);
        await request(url, path, 'PUT', _source);
      };
      const committed = faultFirst(proxy, [kind], 4, ({ lines }) => ({
        type: 'point',
        at: 'before-forwarding',
        run: async () => {
          for (const { id } of lines.slice(0, 2)) await touch(id);
        },
      }));
      for (let state = 2; state < 5; state += 1) {
        await dropAll(RUNS, state, 5 - state);
        await settled();
      }
      expect(committed()[kind]).toBeGreaterThan(2);
      await stop(daemon);
      await settled(A_LOOK);
    },
  );

  test('25. the whole request is answered by 409', async (context) => {
    const { proxy, watch, dropAll, settled } = await prepareFaults(context);
    await dropAll(RUNS, 1, 5);
    const committed = faultFirst(proxy, ['claims', 'documents', 'ledger', 'judgement', 'refresh'], 2, {
      type: 'answer',
      status: 409,
      body: { error: { type: CONFLICT.type, reason: 'as told' }, status: 409 },
    });
    const daemon = watch();
    await settled();
    await dropAll(RUNS, 2, 2);
    await settled();
    expect(committed()).toMatchObject({ documents: 2, ledger: 2 });
    expect(messages(await stop(daemon), 'File not fully indexed')).toEqual([]);
  });
});
