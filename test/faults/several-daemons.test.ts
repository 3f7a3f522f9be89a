/** Several daemons on one folder get in nobody's way, and one that dies or falls asleep is not missed. */

import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { kill, prepareFaults, randomNumbers, stop, type Scenario } from '../support/fault-scenario.ts';
import { createManifest } from '../support/manifest.ts';
import type { RequestKind } from '../support/request-kind.ts';
import { settled as expectSettled } from '../support/settled.ts';
import { A_LOOK, A_WHILE } from '../support/patience.ts';

const RUNS = Array.from({ length: 12 }, (_, n) => `r${n}`);

/** Rewrites random runs for some time. */
async function keepWriting({ manifest }: Scenario, rounds: number, seed: number): Promise<void> {
  const random = randomNumbers(seed);
  for (let state = 1; state <= rounds; state += 1) {
    const id = RUNS[Math.floor(random() * RUNS.length)] as string;
    await manifest.drop(id, state, { images: Math.floor(random() * 6) });
    await sleep(random() * 60);
  }
}

describe.concurrent('25. several daemons', { timeout: 900_000 }, () => {
  test('25. two daemons on one folder', async (context) => {
    const scenario = await prepareFaults(context);
    const { watch, settled, dropAll } = scenario;
    await dropAll(RUNS, 0);
    const daemons = [watch(), watch()];
    await keepWriting(scenario, 150, 1);
    await settled();
    for (const daemon of daemons) await stop(daemon);
    await settled(A_LOOK);
  });

  test('25. two daemons on one folder, and one is killed in the middle: not missed', async (context) => {
    const scenario = await prepareFaults(context);
    const { watch, settled, dropAll, proxy, workspace } = scenario;
    await dropAll(RUNS, 0);
    const other = watch({ url: workspace.url });
    let hits = 0;
    for (const kind of ['claims', 'documents', 'sweep', 'ledger', 'judgement'] as const) {
      const victim = watch();
      const hit = { is: false };
      const disarm = proxy.rule((request) => {
        if (request.kind !== kind || hit.is) return undefined;
        hit.is = true;
        return { type: 'point', at: 'before-forwarding', run: () => kill(victim) };
      });
      // Until the victim, and not the other, is the one that comes to this point; which of them does is a matter of luck.
      for (let round = 0; !hit.is && round < 30; round += 1) await keepWriting(scenario, 20, round);
      if (hit.is) hits += 1;
      else await kill(victim);
      disarm();
      await settled();
    }
    expect(hits).toBeGreaterThanOrEqual(3);
    await stop(other);
    await settled(A_LOOK);
  });

  test('25. one folder under two paths', async (context) => {
    const scenario = await prepareFaults(context);
    const { workspace, watch } = scenario;
    const mirror = join(workspace.aside, 'mirror');
    await mkdir(mirror);
    const isMounted = bindMount(workspace.folder, mirror);
    if (isMounted) context.onTestFinished(() => void execFileSync('umount', [mirror]));
    const manifest = createManifest(workspace.folder, 'p', [mirror]);
    const drop = async (id: string, state: number, images: number) => {
      await manifest.drop(id, state, { images });
      if (!isMounted) await mirrored(`p/${id}.json`, workspace.folder, mirror);
    };
    const settled = () => expectSettled(manifest, workspace);
    for (const id of RUNS) await drop(id, 0, 3);
    const [one, two] = [watch(), watch({ folder: mirror })];
    await settled();
    for (let state = 1; state < 6; state += 1) {
      for (const id of RUNS.slice(state)) await drop(id, state, 6 - state);
      if (state % 2 === 0) await settled();
    }
    await settled();
    await kill(two);
    for (const id of RUNS) await drop(id, 7, 2);
    const again = watch({ folder: mirror });
    await settled();
    for (const daemon of [one, again]) await stop(daemon);
    expect(await manifest.problems(workspace.url, workspace.prefix)).toEqual([]);
  });

  const STALLS: RequestKind[] = ['claims', 'documents', 'refresh', 'sweep', 'ledger', 'judgement', 'alias'];

  test.for(STALLS)(
    '25. a daemon that stalls (%s) and wakes up later does not write older over newer',
    async (kind, context) => {
      const { workspace, proxy, watch, settled, dropAll, manifest } = await prepareFaults(context);
      const runs = RUNS.slice(0, 4);
      await dropAll(runs, 1, 6);
      const sleeper = watch();
      await settled();
      const asleep = { is: false };
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      context.onTestFinished(() => release());
      proxy.rule((request) => {
        if (request.kind !== kind || asleep.is) return undefined;
        asleep.is = true;
        sleeper.signal('SIGSTOP');
        return { type: 'point', at: 'before-forwarding', run: () => released };
      });
      for (let state = 2; !asleep.is && state < 12; state += 1) {
        await dropAll(runs, state, 12 - state);
        const isDone = async () =>
          asleep.is || (await manifest.problems(workspace.url, workspace.prefix)).length === 0;
        await vi.waitFor(async () => expect(await isDone()).toBe(true), A_WHILE);
      }
      expect(asleep.is).toBe(true);
      await dropAll(runs, 20, 3);
      await dropAll(['new'], 20, 3);
      const awake = watch({ url: workspace.url });
      await settled();
      // What the sleeper had on its way arrives now, and then it goes on with what it believes.
      const handled = proxy.log().length;
      release();
      sleeper.signal('SIGCONT');
      await vi.waitFor(() => expect(proxy.log().length).toBeGreaterThan(handled), A_WHILE);
      await sleep(3000);
      await settled();
      await dropAll(runs, 21, 1);
      await settled();
      for (const daemon of [sleeper, awake]) await stop(daemon);
      await settled(A_LOOK);
    },
  );

  test.for(['documents', 'sweep', 'ledger', 'judgement', 'alias'] as RequestKind[])(
    '25. the last request of a daemon that was killed (%s) arrives much later',
    async (kind, context) => {
      const { workspace, proxy, watch, settled, dropAll, complete, manifest } = await prepareFaults(context);
      const runs = RUNS.slice(0, 4);
      await dropAll(runs, 1, 6);
      const victim = watch();
      await settled();
      const held = { is: false };
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      context.onTestFinished(() => release());
      proxy.rule((request) => {
        if (request.kind !== kind || held.is) return undefined;
        held.is = true;
        return {
          type: 'point',
          at: 'before-forwarding',
          run: async () => {
            await kill(victim);
            await released;
          },
        };
      });
      for (let state = 2; !held.is && state < 12; state += 1) {
        await dropAll(runs, state, 12 - state);
        const isDone = async () =>
          held.is || (await manifest.problems(workspace.url, workspace.prefix)).length === 0;
        await vi.waitFor(async () => expect(await isDone()).toBe(true), A_WHILE);
      }
      expect(held.is).toBe(true);
      await victim.result;
      await dropAll(runs, 20, 3);
      const other = watch({ url: workspace.url });
      await settled();
      release();
      await sleep(2000);
      // The next change puts right what a late request may have put wrong.
      await dropAll(['new'], 20, 3);
      await settled();
      await stop(other);
      await complete();
    },
  );
});

function bindMount(from: string, to: string): boolean {
  try {
    execFileSync('mount', ['--bind', from, to], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function mirrored(path: string, from: string, to: string): Promise<void> {
  await mkdir(dirname(join(to, path)), { recursive: true });
  await copyFile(join(from, path), join(to, `${path}.tmp`));
  await rename(join(to, `${path}.tmp`), join(to, path));
}
