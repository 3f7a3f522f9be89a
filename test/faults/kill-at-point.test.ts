/** The daemon is killed between two given requests: whoever comes next completes what it began. */

import { describe, expect, test, vi } from 'vitest';
import { accuracyOf } from '../support/dropped-run.ts';
import { kill, prepareFaults, type Scenario } from '../support/fault-scenario.ts';
import type { Point } from '../support/fault-proxy.ts';
import type { RequestKind } from '../support/request-kind.ts';
import type { RunningCli } from '../support/run-cli.ts';
import { A_WHILE } from '../support/patience.ts';

type Failpoint = { name: string; kind: RequestKind; at: Point };

const POINTS: Failpoint[] = [
  { name: 'about to claim', kind: 'claims', at: 'before-forwarding' },
  { name: 'claimed, not answered', kind: 'claims', at: 'before-answering' },
  { name: 'claimed', kind: 'claims', at: 'after-answering' },
  { name: 'documents about to be sent', kind: 'documents', at: 'before-forwarding' },
  { name: 'documents sent', kind: 'documents', at: 'before-answering' },
  { name: 'documents acknowledged', kind: 'documents', at: 'after-answering' },
  { name: 'refreshed', kind: 'refresh', at: 'after-answering' },
  { name: 'about to sweep', kind: 'sweep', at: 'before-forwarding' },
  { name: 'swept', kind: 'sweep', at: 'after-answering' },
  { name: 'ledger about to be sent', kind: 'ledger', at: 'before-forwarding' },
  { name: 'ledger sent', kind: 'ledger', at: 'before-answering' },
  { name: 'ledger acknowledged', kind: 'ledger', at: 'after-answering' },
  { name: 'about to judge', kind: 'judgement', at: 'before-forwarding' },
  { name: 'judged, not answered', kind: 'judgement', at: 'before-answering' },
  { name: 'judged', kind: 'judgement', at: 'after-answering' },
  { name: 'alias about to be moved', kind: 'alias', at: 'before-forwarding' },
  { name: 'alias moved, not answered', kind: 'alias', at: 'before-answering' },
  { name: 'alias moved', kind: 'alias', at: 'after-answering' },
];

const RUNS = ['a', 'b', 'c', 'd'];

/** States in which another run is the best than before, so that judging and the alias have something to do. */
function nextState(before: number): number {
  let state = before + 1;
  while (bestIn(state) === bestIn(before)) state += 1;
  return state;
}

function bestIn(state: number): string {
  return RUNS.toSorted((a, b) => accuracy(b, state) - accuracy(a, state))[0] as string;
}

function accuracy(id: string, state: number): number {
  return accuracyOf({ project: 'p', id, state, images: 0, refused: [] });
}

/** Kills the daemon, once it is at the point, and waits until it is gone. */
async function killAt(
  { proxy }: Scenario,
  { kind, at }: Failpoint,
  start: () => Promise<RunningCli>,
): Promise<void> {
  const starting = start();
  let isReached = false;
  const disarm = proxy.rule((request) => {
    if (request.kind !== kind || isReached) return undefined;
    isReached = true;
    return { type: 'point', at, run: async () => kill(await starting) };
  });
  await vi.waitFor(() => expect(isReached, proxy.log().slice(-20).join('\n')).toBe(true), A_WHILE);
  expect(await (await starting).result).toMatchObject({ exitCode: null });
  disarm();
}

describe.concurrent('2. SIGKILL', { timeout: 900_000 }, () => {
  test.for(POINTS)('2. SIGKILL with $name, in the first and in later rounds', async (point, context) => {
    const scenario = await prepareFaults(context);
    const { watch, settled, complete, dropAll } = scenario;
    let state = 0;
    let images = 9;
    const change = async () => {
      state = nextState(state);
      images -= 2;
      await dropAll(RUNS, state, images);
    };
    await change();
    // On empty indices there is nothing to sweep.
    if (point.kind !== 'sweep') await killAt(scenario, point, async () => watch());
    const second = watch();
    await settled();

    await killAt(scenario, point, async () => {
      await change();
      return second;
    });
    await change();
    await killAt(scenario, point, async () => watch());
    await complete();
  });
});
