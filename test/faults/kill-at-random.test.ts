/** The daemon is killed again and again while files come and change: nothing is lost, nothing is there twice. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, test } from 'vitest';
import { kill, prepareFaults, randomNumbers, said } from '../support/fault-scenario.ts';

/** Of what a daemon does before it is killed, little depends on the release. */
const KILLS = Number(
  process.env['FAULT_KILLS'] ?? (inject('elasticsearchVersion').startsWith('9') ? 200 : 50),
);
const SEED = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);

const FILES = 20;

test(
  `1. SIGKILL at ${KILLS} random points while ${FILES} files are dropped and rewritten (seed ${SEED})`,
  async (context) => {
    const { watch, manifest, proxy, complete } = await prepareFaults(context);
    const random = randomNumbers(SEED);
    const between = (least: number, most: number) => Math.floor(least + random() * (most - least + 1));
    const writing = new AbortController();
    const writer = (async () => {
      for (let state = 0; !writing.signal.aborted; state += 1) {
        await manifest.drop(`r${between(1, FILES)}`, state, {
          images: between(0, 6),
          how: random() < 0.5 ? 'rename' : 'write',
        });
        await sleep(between(5, 60));
      }
    })();
    // The indices are there before the first kill: setting them up takes longer than most of the daemons live.
    const first = watch();
    await said(first, '"Ingested"');
    await kill(first);
    // On a busy machine a daemon takes longer to begin, and then lives as much longer.
    const started = performance.now();
    const second = watch();
    await new Promise<void>((resolve) => {
      const ignore = proxy.rule(() => {
        resolve();
        return undefined;
      });
      void second.result.finally(ignore);
    });
    const longest = Math.max(2000, Math.floor(4 * (performance.now() - started)));
    await kill(second);
    let killedAtWork = 0;
    for (let kills = 0; kills < KILLS; kills += 1) {
      const daemon = watch();
      // Most are killed at a random request, or just after it; some at any moment, their start included.
      const aim = random() < 0.8 ? between(1, 60) : undefined;
      let requests = 0;
      const isHit = new Promise<void>((resolve) => {
        const ignore = proxy.rule(() => {
          requests += 1;
          if (requests === aim) resolve();
          return undefined;
        });
        void daemon.result.finally(ignore);
      });
      await Promise.race([isHit.then(() => sleep(between(0, 20))), sleep(between(100, longest))]);
      if (requests > 0) killedAtWork += 1;
      await kill(daemon);
    }
    writing.abort();
    await writer;
    // Otherwise the daemons would have been killed before they began.
    expect(killedAtWork).toBeGreaterThan(KILLS / 2);
    await complete();
  },
  KILLS * 10_000 + 500_000,
);
