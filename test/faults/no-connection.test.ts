/** The server is away for long: memory stays flat, and everything is taken in when it is back. */

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import {
  messages,
  prepareFaults,
  said,
  stop,
  TAKES_AGAIN,
  TAKES_NOTHING,
} from '../support/fault-scenario.ts';
import { A_WHILE } from '../support/patience.ts';

/** Stands for hours: what grows with time or with attempts shows, since both go faster here. */
const AWAY_SECONDS = Number(process.env['FAULT_AWAY_SECONDS'] ?? 30);

/** Megabytes in memory. */
async function memory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

describe.concurrent('4. no connection', { timeout: 1200_000 }, () => {
  test(`4. refuses connections for long (${AWAY_SECONDS} s), memory flat, drains after`, async (context) => {
    const { watch, proxy, manifest, settled } = await prepareFaults(context);
    const ids = Array.from({ length: 300 }, (_, n) => `r${n}`);
    for (const id of ids) await manifest.drop(id, 0, { images: 20 });
    const daemon = watch();
    await settled();
    await proxy.down();
    const until = Date.now() + AWAY_SECONDS * 1000;
    const early: number[] = [];
    const late: number[] = [];
    for (let state = 1; Date.now() < until; state += 1) {
      for (const id of ids) await manifest.drop(id, state, { images: 20 });
      await sleep(200);
      (until - Date.now() > (AWAY_SECONDS * 1000) / 2 ? early : late).push(await memory(daemon.pid));
    }
    await proxy.up();
    await settled();
    const stderr = await stop(daemon);
    expect(Math.max(...late)).toBeLessThan(Math.max(...early) + 60);
    expect(messages(stderr, TAKES_NOTHING)).toHaveLength(1);
    expect(messages(stderr, TAKES_AGAIN)).toHaveLength(1);
    expect(messages(stderr, 'File not fully indexed')).toEqual([]);
  });

  test('4. is not there at the start, and comes', async (context) => {
    const { watch, proxy, dropAll, settled } = await prepareFaults(context);
    await proxy.down();
    await dropAll(['a', 'b'], 0);
    const daemon = watch();
    await said(daemon, TAKES_NOTHING);
    await dropAll(['b', 'c'], 1);
    await proxy.up();
    await settled();
    await stop(daemon);
  });

  test('4. comes and goes', async (context) => {
    const { watch, proxy, dropAll, settled } = await prepareFaults(context);
    const daemon = watch();
    for (let state = 0; state < 6; state += 1) {
      await dropAll(['a', 'b', 'c', 'd', 'e', 'f'], state, 6 - state);
      // Gone at another place of the round each time.
      const before = proxy.log().length;
      await vi.waitFor(() => expect(proxy.log().length).toBeGreaterThan(before + state), A_WHILE);
      await proxy.down();
      await sleep(300 * state);
      await proxy.up();
    }
    await settled();
    await stop(daemon);
  });
});
