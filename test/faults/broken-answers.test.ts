/** Answers that do not come, or not whole, or that do not fit the question: the work is done again until it is done. */

import { describe, expect, test } from 'vitest';
import { faultFirst, messages, prepareFaults, said, stop, type Scenario } from '../support/fault-scenario.ts';
import type { BulkItem, Fault } from '../support/fault-proxy.ts';
import type { RequestKind } from '../support/request-kind.ts';
import { A_LOOK } from '../support/patience.ts';

const BULK = ['claims', 'documents', 'sweep', 'ledger', 'judgement'] as const satisfies RequestKind[];
const KINDS: RequestKind[] = [...BULK, 'refresh', 'search', 'mget', 'alias'];

const RUNS = ['a', 'b', 'c', 'd', 'e'];

type Breakage = { name: string; fault: Fault; kinds: readonly RequestKind[]; times: number };

const all = { kinds: KINDS, times: 2 };
const rewritten = (items: (items: BulkItem[]) => unknown[]) => ({
  fault: { type: 'rewrite', items } as const,
  kinds: BULK,
  times: 3,
});

const BREAKAGES: Breakage[] = [
  { name: '5. never answered', fault: { type: 'silence', forward: false }, kinds: KINDS, times: 1 },
  { name: '5. done, and never answered', fault: { type: 'silence', forward: true }, kinds: KINDS, times: 1 },
  { name: '5. reset amid the answer', fault: { type: 'half' }, ...all },
  { name: '5. JSON that ends in the middle', fault: { type: 'truncate' }, ...all },
  { name: '5. an answer without a body', fault: { type: 'answer', status: 200, body: '' }, ...all },
  {
    name: '5. an answer of somebody else',
    fault: { type: 'answer', status: 200, body: {}, headers: {} },
    ...all,
  },
  {
    name: '5. a page of a proxy, with 502',
    fault: { type: 'answer', status: 502, body: '<html>', headers: { 'content-type': 'text/html' } },
    ...all,
  },
  { name: '5. 504', fault: { type: 'answer', status: 504, body: '' }, ...all },
  { name: '9. fewer items than asked for', ...rewritten((items) => items.slice(0, -1)) },
  { name: '9. no items at all', ...rewritten(() => []) },
  { name: '9. more items than asked for', ...rewritten((items) => [...items, ...items]) },
  { name: '9. items in another order', ...rewritten((items) => items.toReversed()) },
  { name: '9. items that are null', ...rewritten((items) => items.map(() => null)) },
  { name: '9. items without an outcome', ...rewritten((items) => items.map(() => ({}))) },
  { name: '9. items without a status', ...rewritten((items) => items.map(() => ({ index: {} }))) },
  { name: '9. items that are words', ...rewritten((items) => items.map(() => 'ok')) },
  {
    name: '9. no list of items',
    fault: { type: 'answer', status: 200, body: { took: 1 } },
    kinds: BULK,
    times: 3,
  },
  { name: '10. reset before it was done', fault: { type: 'cut', at: 'before-forwarding' }, ...all },
  { name: '10. done, and reset before the answer', fault: { type: 'cut', at: 'before-answering' }, ...all },
];

/** Goes through rounds in which every kind of request is made. */
async function workThrough({ dropAll, settled }: Scenario): Promise<void> {
  for (const [state, images] of [
    [1, 5],
    [2, 2],
    [3, 4],
    [4, 1],
  ] as const) {
    await dropAll(RUNS, state, images);
    await settled();
  }
}

describe.concurrent('broken answers', { timeout: 1200_000 }, () => {
  test.for(BREAKAGES)('$name', async ({ fault, kinds, times }, context) => {
    const scenario = await prepareFaults(context, { elasticsearch: { request_timeout_seconds: 1 } });
    const daemon = scenario.watch();
    // What answers strangely from the start on may be the wrong address: that is another matter.
    await said(daemon, '"Watching"');
    const committed = faultFirst(scenario.proxy, kinds, times, fault);
    await workThrough(scenario);
    const stderr = await stop(daemon);
    // Of some kinds there may be fewer requests than faults in store, but not of these.
    expect(committed()).toMatchObject({ claims: times, documents: times, ledger: times });
    expect(messages(stderr, 'File not fully indexed')).toEqual([]);
    await scenario.settled(A_LOOK);
  });

  test('9. a refusal in an answer in another order is nobody else’s', async (context) => {
    const scenario = await prepareFaults(context);
    const { proxy, manifest, workspace, watch, settled } = scenario;
    const refused = 'refused-here';
    let reversed = 0;
    proxy.rule(({ kind, body }) => {
      if (kind !== 'documents' || !body.includes(refused)) return undefined;
      reversed += 1;
      return {
        type: 'items',
        outcome: ({ document }) =>
          document?.['id'] === 'i1' && JSON.stringify(document).includes(refused)
            ? { status: 400, type: 'document_parsing_exception' }
            : undefined,
        ...(reversed <= 2 && { order: 'reversed' }),
      };
    });
    await manifest.drop('a', 1);
    await manifest.drop('b', 1, { row: (n) => (n === 1 ? { input: refused } : {}) });
    await manifest.drop('c', 1);
    manifest.name('p/b.json', /document_parsing_exception/, ['i1']);
    const daemon = watch();
    await settled();
    await stop(daemon);
    expect(reversed).toBeGreaterThan(0);
    expect(await manifest.problems(workspace.url, workspace.prefix)).toEqual([]);
  });

  test('5. whatever is asked at the start gets no proper answer at first', async (context) => {
    const scenario = await prepareFaults(context, { elasticsearch: { request_timeout_seconds: 1 } });
    const faults: Fault[] = [
      { type: 'silence', forward: true },
      { type: 'half' },
      { type: 'answer', status: 503, body: {} },
      { type: 'truncate' },
      { type: 'cut', at: 'before-answering' },
    ];
    // The first request to every path meets one of them, so that each step of the set-up does.
    const seen = new Map<string, number>();
    scenario.proxy.rule(({ method, path }) => {
      const place = `${method} ${path.replaceAll(/[A-Za-z0-9_-]{40,}/g, '…')}`;
      const before = seen.get(place) ?? 0;
      seen.set(place, before + 1);
      return before === 0 ? faults[seen.size % faults.length] : undefined;
    });
    await scenario.dropAll(RUNS, 1);
    const daemon = scenario.watch();
    await scenario.settled();
    await stop(daemon);
  });
});
