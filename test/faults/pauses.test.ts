/** What is nobody's document's fault stops the sending: said once, nothing rejected, carried on without anybody's help. */

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { request } from '../support/dump.ts';
import {
  messages,
  prepareFaults,
  said,
  statuses,
  stop,
  TAKES_AGAIN,
  TAKES_NOTHING,
  type Scenario,
} from '../support/fault-scenario.ts';
import type { Rule } from '../support/fault-proxy.ts';
import { A_LOOK, A_WHILE } from '../support/patience.ts';

const RUNS = ['a', 'b', 'c', 'd'];

const error = (type: string, status: number) => ({
  error: { type, reason: `${type} as told`, root_cause: [] },
  status,
});
const answered =
  (type: string, status: number): Rule =>
  ({ kind }) =>
    kind === 'other' ? undefined : { type: 'answer', status, body: error(type, status) };
const items =
  (type: string, status: number): Rule =>
  ({ kind }) =>
    kind === 'documents' ? { type: 'items', outcome: () => ({ status, type }) } : undefined;

type Outage = { name: string; begin: (scenario: Scenario) => Promise<() => Promise<void>> };

const scripted = (name: string, rule: Rule): Outage => ({
  name,
  begin: async ({ proxy }) => {
    const end = proxy.rule(rule);
    return async () => end();
  },
});

const block = (index: string, setting: string): Outage => ({
  name: `${setting} of ${index} (real)`,
  begin: async ({ workspace: { url, prefix } }) => {
    const set = (value: boolean | null) =>
      request(url, `${prefix}-${index}-v1/_settings`, 'PUT', { [`index.blocks.${setting}`]: value });
    await set(true);
    return async () => {
      await set(null);
    };
  },
});

const OUTAGES: Outage[] = [
  scripted('item 503', items('unavailable_shards_exception', 503)),
  scripted('item 404 index_not_found', items('index_not_found_exception', 404)),
  scripted('item 403 cluster_block', items('cluster_block_exception', 403)),
  scripted('item 403 security', items('security_exception', 403)),
  scripted('401', answered('security_exception', 401)),
  scripted('403', answered('security_exception', 403)),
  scripted('503 of a cluster without a master', answered('master_not_discovered_exception', 503)),
  scripted('400 for whole requests', ({ kind }) =>
    kind === 'documents'
      ? { type: 'answer', status: 400, body: error('illegal_argument_exception', 400) }
      : undefined,
  ),
  block('images', 'write'),
  block('experiments', 'read_only'),
  block('files', 'write'),
  block('scores', 'read_only_allow_delete'),
];

describe.concurrent('7. pauses', { timeout: 900_000 }, () => {
  test.for(OUTAGES)('7. $name: pauses, rejects nothing, resumes', async ({ begin }, context) => {
    const scenario = await prepareFaults(context);
    const { watch, workspace, dropAll, settled } = scenario;
    await dropAll(RUNS, 1);
    const daemon = watch();
    await settled();
    const end = await begin(scenario);
    // Before the indices are taken away, which a block forbids.
    context.onTestFinished(end);
    await dropAll(RUNS, 2, 1);
    await dropAll(['e', 'f'], 2);
    await said(daemon, TAKES_NOTHING);
    // Long enough for some attempts, and for what comes besides.
    await sleep(4000);
    await dropAll(['g'], 1);
    const during = await statuses(workspace);
    expect(during).not.toHaveProperty('rejected');
    expect(during).not.toHaveProperty('partial');
    await end();
    await settled();
    const stderr = await stop(daemon);
    expect(messages(stderr, TAKES_NOTHING)).toHaveLength(1);
    expect(messages(stderr, TAKES_NOTHING)[0]?.reason).toEqual(expect.any(String));
    expect(messages(stderr, TAKES_AGAIN)).toHaveLength(1);
    expect(messages(stderr, 'File not fully indexed')).toEqual([]);
    await settled(A_LOOK);
  });

  test.for(['experiments', 'scores', 'images', 'series', 'files'])(
    '7. the index of the %s is deleted under the daemon (real): made anew, and filled again',
    async (index, context) => {
      const { watch, workspace, dropAll, settled } = await prepareFaults(context);
      await dropAll(RUNS, 1);
      const daemon = watch();
      await settled();
      await request(workspace.url, `${workspace.prefix}-${index}-v1`, 'DELETE');
      // The index is missed at the latest when there is something to be written.
      await dropAll(RUNS.slice(0, 2), 2);
      await settled();
      expect(messages(await stop(daemon), 'File not fully indexed')).toEqual([]);
      await settled(A_LOOK);
    },
  );

  test('7. few 400s are the fault of their rows: two files partial, the others whole', async (context) => {
    const { proxy, watch, manifest, settled, dropAll } = await prepareFaults(context);
    proxy.rule(({ kind }) =>
      kind === 'documents'
        ? {
            type: 'items',
            outcome: ({ document }) => {
              const { run, id } = document as { run?: { id?: string }; id?: string };
              return id === 'i1' && (run?.id === 'a' || run?.id === 'b')
                ? { status: 400, type: 'document_parsing_exception', reason: 'no such number' }
                : undefined;
            },
          }
        : undefined,
    );
    await dropAll(RUNS, 1);
    for (const id of ['a', 'b']) manifest.name(`p/${id}.json`, /no such number/, ['i1']);
    const daemon = watch();
    await settled();
    const stderr = await stop(daemon);
    expect(messages(stderr, TAKES_NOTHING)).toEqual([]);
    expect(new Set(messages(stderr, 'File not fully indexed').map(({ path }) => path))).toEqual(
      new Set(['p/a.json', 'p/b.json']),
    );
  });

  // A backlog, so that they are met together: a few at a time would be taken for the fault of their rows.
  test.for([
    ['many 400s at once', 'document_parsing_exception', 400],
    ['403 cluster_block', 'cluster_block_exception', 403],
  ] as const)('7. %s for a backlog: pauses, rejects nothing, resumes', async ([, type, status], context) => {
    const { proxy, watch, workspace, settled, dropAll } = await prepareFaults(context);
    await dropAll([...RUNS, 'e', 'f'], 1);
    const end = proxy.rule(items(type, status));
    const daemon = watch();
    await said(daemon, TAKES_NOTHING);
    await vi.waitFor(() => expect(proxy.counts().documents).toBeGreaterThanOrEqual(2), A_WHILE);
    const during = await statuses(workspace);
    expect(during).not.toHaveProperty('rejected');
    expect(during).not.toHaveProperty('partial');
    end();
    await settled();
    const stderr = await stop(daemon);
    expect(messages(stderr, TAKES_NOTHING)).toHaveLength(1);
    expect(messages(stderr, TAKES_AGAIN)).toHaveLength(1);
    expect(messages(stderr, 'File not fully indexed')).toEqual([]);
  });
});
