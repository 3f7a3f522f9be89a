/** Some of several nodes are away, or the only one for a moment: one pass of `ingest` takes everything in all the same. */

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, type TestContext } from 'vitest';
import { prepareFaults } from '../support/fault-scenario.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import type { RequestKind } from '../support/request-kind.ts';
import { A_LOOK } from '../support/patience.ts';

const RUNS = ['a', 'b', 'c', 'd', 'e', 'f'];
const KINDS: RequestKind[] = [
  ...(['claims', 'documents', 'sweep', 'ledger', 'judgement', 'refresh', 'search', 'mget'] as const),
];

type Counts = { files: number; indexed: number; waiting: number; documents: { images: number } };

/** Two addresses of the server, like two nodes of a cluster, and runs that need a sweep. */
async function prepareNodes(context: TestContext) {
  const scenario = await prepareFaults(context);
  const { workspace, proxy, dropAll } = scenario;
  const other = await startFaultProxy(workspace.url);
  context.onTestFinished(() => other.close());
  const ingest = async (url = `${proxy.url},${other.url}`) => {
    const program = workspace.start(['--format', 'json', 'ingest', workspace.folder], {
      url,
      cwd: workspace.aside,
    });
    const { exitCode, stderr, json } = await program.result;
    expect(exitCode, stderr).toBe(0);
    return json as Counts;
  };
  await dropAll(RUNS, 0, 5);
  await ingest();
  await dropAll(RUNS, 1, 3);
  return { ...scenario, other, ingest };
}

const TAKEN_IN = { files: RUNS.length, indexed: RUNS.length, waiting: 0, documents: { images: 18 } };

describe.concurrent('nodes that are away', { timeout: 1200_000 }, () => {
  test.for(KINDS)('one of two goes at a request of kind %s, and stays away', async (kind, context) => {
    const { proxy, other, ingest, settled } = await prepareNodes(context);
    let gone = 0;
    for (const node of [proxy, other])
      node.rule((request) => {
        if (request.kind !== kind || (gone += 1) > 1) return undefined;
        return { type: 'point', at: 'before-answering', run: () => void node.down() };
      });
    expect(await ingest()).toMatchObject(TAKEN_IN);
    await settled(A_LOOK);
    expect(gone).toBeGreaterThan(0);
  });

  test.for(KINDS)('the only one goes at a request of kind %s, and comes back', async (kind, context) => {
    const { proxy, ingest, settled } = await prepareNodes(context);
    let times = 0;
    proxy.rule((request) => {
      if (request.kind !== kind || (times += 1) > 1) return undefined;
      return { type: 'point', at: 'before-answering', run: () => void goBriefly(proxy) };
    });
    expect(await ingest(proxy.url)).toMatchObject(TAKEN_IN);
    await settled(A_LOOK);
  });

  test('answers are the same with a node named first that is not there', async (context) => {
    const { workspace, proxy, other, ingest } = await prepareNodes(context);
    await ingest();
    const ask = async (url: string, ...args: string[]) => {
      const { exitCode, stderr, json } = await workspace.start(['--format', 'json', ...args], { url }).result;
      expect(exitCode, stderr).toBe(0);
      return json;
    };
    for (const args of [['best'], ['best', '--project', 'p'], ['worst-images', '--project', 'p']]) {
      const answer = await ask(other.url, ...args);
      await proxy.down();
      expect(await ask(`${proxy.url},${other.url}`, ...args)).toEqual(answer);
      await proxy.up();
    }
  });
});

async function goBriefly(proxy: FaultProxy): Promise<void> {
  await proxy.down();
  await sleep(1500);
  await proxy.up();
}
