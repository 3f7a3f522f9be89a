/** Whatever happened to the ledger, the daemon starts, reads the files again, and nothing is there twice. */

import { describe, test } from 'vitest';
import { readAll, request, type Dumped } from '../support/dump.ts';
import { prepareFaults, stop, type Scenario } from '../support/fault-scenario.ts';

const RUNS = ['a', 'b', 'c', 'd', 'e', 'f'];

type Damage = {
  name: string;
  /** `older` are the entries as they were two states ago. */
  damage: (scenario: Scenario, older: readonly Dumped[]) => Promise<void>;
};

const entriesOf = ({ workspace: { url, prefix } }: Scenario) => readAll(url, `${prefix}-files`, 'files');

async function put({ workspace: { url, prefix } }: Scenario, id: string, source: object): Promise<void> {
  await request(url, `${prefix}-files/_doc/${encodeURIComponent(id)}?refresh=true`, 'PUT', source);
}

const rewriting =
  (change: (source: Record<string, unknown>, n: number) => object): Damage['damage'] =>
  async (scenario) => {
    for (const [n, { id, source }] of (await entriesOf(scenario)).entries())
      await put(scenario, id, change(source, n));
  };

const DAMAGES: Damage[] = [
  {
    name: 'the index is deleted',
    damage: async ({ workspace: { url, prefix } }) => {
      await request(url, `${prefix}-files-v1`, 'DELETE');
    },
  },
  {
    name: 'all documents are deleted',
    damage: async (scenario) => {
      const { url, prefix } = scenario.workspace;
      for (const { id } of await entriesOf(scenario))
        await request(url, `${prefix}-files/_doc/${encodeURIComponent(id)}?refresh=true`, 'DELETE');
    },
  },
  {
    name: 'every second document is deleted',
    damage: async (scenario) => {
      const { url, prefix } = scenario.workspace;
      for (const [n, { id }] of (await entriesOf(scenario)).entries())
        if (n % 2 === 0)
          await request(url, `${prefix}-files/_doc/${encodeURIComponent(id)}?refresh=true`, 'DELETE');
    },
  },
  { name: 'all documents are emptied', damage: rewriting(() => ({})) },
  {
    name: 'documents have lost all but their path',
    damage: rewriting(({ folder, path }) => ({ folder, path })),
  },
  { name: 'states are unknown', damage: rewriting((source) => ({ ...source, status: 'nonsense' })) },
  {
    name: 'sizes and times are nonsense',
    damage: rewriting((source, n) => ({
      ...source,
      files: [
        {
          path: source['path'],
          size: n % 2 === 0 ? -1 : 9_007_199_254_740_991,
          modified_ns: n % 3 === 0 ? 'yesterday' : '0',
          inode: '',
        },
      ],
    })),
  },
  {
    name: 'claims of nobody',
    damage: rewriting((source) => ({ ...source, status: 'reading', files: [{ size: 0, modified_ns: '0' }] })),
  },
  {
    name: 'runs and counts are missing',
    damage: rewriting(({ run: _run, counts: _counts, files: _files, ...source }) => source),
  },
  {
    name: 'older copies are in place of the documents',
    damage: async (scenario, older) => {
      for (const { id, source } of older) await put(scenario, id, source);
    },
  },
  {
    name: 'documents are exchanged',
    damage: async (scenario) => {
      const entries = await entriesOf(scenario);
      for (const [n, { id }] of entries.entries())
        await put(scenario, id, entries[(n + 1) % entries.length]?.source ?? {});
    },
  },
];

/** The ledger of three states, and a daemon that is not there while it is damaged. */
async function prepareLedger(context: Parameters<typeof prepareFaults>[0]) {
  const scenario = await prepareFaults(context);
  const { watch, settled, dropAll } = scenario;
  await dropAll(RUNS, 1, 4);
  const daemon = watch();
  await settled();
  const older = await entriesOf(scenario);
  await dropAll(RUNS, 2, 2);
  await settled();
  return { scenario, older, daemon };
}

describe.concurrent('3. a damaged ledger', { timeout: 900_000 }, () => {
  test.for(DAMAGES)('3. $name while no daemon is there', async ({ damage }, context) => {
    const { scenario, older, daemon } = await prepareLedger(context);
    const { watch, settled, complete, dropAll } = scenario;
    await stop(daemon);
    await damage(scenario, older);
    // Some files change at the same time: their documents must become newer than those that are there.
    await dropAll(RUNS.slice(0, 3), 3, 1);
    const second = watch();
    await settled();
    await dropAll(RUNS, 4, 3);
    await settled();
    await stop(second);
    await complete();
  });

  test.for(DAMAGES)('3. $name while the daemon works', async ({ damage }, context) => {
    const { scenario, older, daemon } = await prepareLedger(context);
    const { complete, dropAll } = scenario;
    await dropAll(RUNS.slice(0, 2), 3);
    await damage(scenario, older);
    await dropAll(RUNS, 4, 1);
    // Of damage to entries that are not to be written it learns at its next start.
    await scenario.settled({ timeout: 15_000, interval: 500 }).catch(() => {});
    await stop(daemon);
    await complete();
  });
});
