/** Files that are written again, with whatever times and sizes: the content that was written last is what is found. */

import { execFile } from 'node:child_process';
import { copyFile, open, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { request } from '../support/dump.ts';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import { prepareFolder, type WatchedFolder } from '../support/watched-folder.ts';
import { A_WHILE } from '../support/patience.ts';

const SIZE = 2000;

/** Gives a file the time of another one, to the nanosecond. */
async function copyTime(from: string, to: string): Promise<void> {
  await promisify(execFile)('touch', ['-r', from, to]);
}

/** A run that is in, in state 1, and a copy that keeps its times. */
async function withRun(scenario: WatchedFolder): Promise<{ path: string; copy: string }> {
  const { manifest, put, place, settled, workspace } = scenario;
  await put('p/run.json', expectRun(manifest, 'run', 1, { bytes: SIZE }));
  await settled();
  const [path, copy] = [await place('p/run.json'), join(workspace.aside, 'copy.json')];
  await copyFile(path, copy);
  await copyTime(path, copy);
  return { path, copy };
}

/** The state that the run's experiment is in. */
async function stateOf({ workspace: { url, prefix } }: WatchedFolder): Promise<string | undefined> {
  type Answer = { hits: { hits: { _source: { hyperparameters: { all: { state: string | number } } } }[] } };
  await request(url, `${prefix}-experiments/_refresh`, 'POST');
  const { hits } = await request<Answer>(url, `${prefix}-experiments/_search?q=run.id:run`);
  const state = hits.hits[0]?._source.hyperparameters.all.state;
  return state === undefined ? undefined : String(state);
}

describe.concurrent('rewritten files', { timeout: 720_000 }, () => {
  test('17. a file that has its full size from the beginning, and is filled piece by piece', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, place, becomes, settled } = scenario;
    const text = Buffer.from(expectRun(manifest, 'run', 1, { extra: { environment: { umlaut: 'größe' } } }));
    const daemon = await scenario.watch();
    await put('p/run.json', new Uint8Array(text.length));
    expect(await becomes('p/run.json', /waiting|rejected|indexed/)).toMatchObject({ status: 'waiting' });
    const file = await open(await place('p/run.json'), 'r+');
    context.onTestFinished(() => file.close());
    // The last of them in the middle of a character.
    for (const end of [1, 100, text.length - 1, text.indexOf('ö') + 1]) {
      await file.write(new Uint8Array(text.length), 0, text.length, 0);
      await file.write(text, 0, end, 0);
      await daemon.scans(2);
      expect([end, await becomes('p/run.json', /waiting|rejected|indexed/)]).toMatchObject([
        end,
        { status: 'waiting' },
      ]);
    }
    expect(await scenario.runs()).toEqual([]);
    await file.write(text, 0, text.length, 0);
    await settled();
    await stop(daemon);
  });

  test('17. the same size, written in place', async (context) => {
    const scenario = await prepareFolder(context);
    const daemon = await scenario.watch();
    await withRun(scenario);
    await scenario.put('p/run.json', expectRun(scenario.manifest, 'run', 2, { bytes: SIZE }));
    await scenario.settled();
    await stop(daemon);
  });

  test('17. another size, and the time put back', async (context) => {
    const scenario = await prepareFolder(context);
    const daemon = await scenario.watch();
    const { path, copy } = await withRun(scenario);
    await writeFile(path, expectRun(scenario.manifest, 'run', 2, { bytes: SIZE + 1 }));
    await copyTime(copy, path);
    await scenario.settled();
    await stop(daemon);
  });

  test('17. the same size, moved into place, and the time put back', async (context) => {
    const scenario = await prepareFolder(context);
    const daemon = await scenario.watch();
    const { path, copy } = await withRun(scenario);
    await writeFile(`${path}.tmp`, expectRun(scenario.manifest, 'run', 2, { bytes: SIZE }));
    await copyTime(copy, `${path}.tmp`);
    await rename(`${path}.tmp`, path);
    await scenario.settled();
    await stop(daemon);
  });

  test('17. the same size in place with the time put back can only be seen once the time changes', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, settled, becomes } = scenario;
    const daemon = await scenario.watch();
    const { path, copy } = await withRun(scenario);
    await writeFile(path, expectRun(manifest, 'run', 2, { bytes: SIZE }));
    await copyTime(copy, path);
    await daemon.scans(2);
    // The one or the other, and nothing in between: size, time and inode are those of before.
    expect(await becomes('p/run.json', /./)).toMatchObject({ status: 'indexed' });
    expect(['1', '2']).toContain(await stateOf(scenario));
    await utimes(path, new Date(), new Date());
    await settled();
    await stop(daemon);
  });

  test('18. a file from 2010 that is moved in, and one from tomorrow that is overwritten today', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, place, settled, workspace } = scenario;
    const daemon = await scenario.watch();
    await manifest.drop('now', 1);
    await settled();
    const old = join(workspace.aside, 'old.json');
    await writeFile(old, expectRun(manifest, 'old', 1));
    await utimes(old, new Date('2010-01-01T00:00:00Z'), new Date('2010-01-01T00:00:00Z'));
    await rename(old, await place('p/old.json'));
    const tomorrow = new Date(Date.now() + 86_400_000);
    const future = join(workspace.aside, 'future.json');
    await writeFile(future, expectRun(manifest, 'future', 1, { images: 6 }));
    await utimes(future, tomorrow, tomorrow);
    await rename(future, await place('p/future.json'));
    await settled();
    await put('p/future.json', expectRun(manifest, 'future', 2, { images: 2 }));
    await manifest.drop('old', 2);
    await settled();
    // The time from a change to its being found is no negative one, nor a day.
    expect(await daemon.metric('runlens_lag_seconds_sum')).toBeGreaterThanOrEqual(0);
    await stop(daemon);
  });

  test.for([
    ['a day ahead', 86_400_000],
    ['a day behind', -86_400_000],
  ] as const)(
    '18. a daemon whose clock is %s, after one whose clock is right, and another one after it',
    async ([, offset], context) => {
      const scenario = await prepareFolder(context, { incomplete_seconds: 3 });
      const { manifest, put, settled } = scenario;
      await manifest.drop('run', 1, { images: 9 });
      for (const [n, clock] of [0, offset, 0].entries()) {
        const environment = { NODE_OPTIONS: `--import=data:text/javascript,${shiftedClock(clock)}` };
        const daemon = await scenario.watch({ environment });
        await manifest.drop(`new-${n}`, 1);
        await manifest.drop('run', n + 2, { images: 9 - n });
        await put('p/half.json', `{"schema":${' '.repeat(n)}`);
        manifest.name('p/half.json', /ends|truncated/);
        await settled();
        await stop(daemon);
      }
      expect(await scenario.runs()).toEqual(['new-0', 'new-1', 'new-2', 'run']);
    },
  );

  test('19. a file that is replaced by rename 100 times while it is ingested: the last content is found, and all of it', async (context) => {
    const scenario = await prepareFolder(context, { settle_seconds: 0.02, scan_seconds: 0.5 });
    const { manifest, settled } = scenario;
    const daemon = await scenario.watch();
    await manifest.drop('other', 1);
    await manifest.drop('run', 'state-0', { images: 400 });
    await settled();
    const seen = new Set<string | undefined>();
    const looking = new AbortController();
    const look = (async () => {
      while (!looking.signal.aborted) {
        seen.add(await stateOf(scenario));
        await sleep(20);
      }
    })();
    // Until some of the replacements were ingested while others took place.
    for (let n = 1; n <= 100 || (seen.size < 4 && n < 2000); n += 1) {
      await manifest.drop('run', `state-${n}`, { images: 100 + ((n * 37) % 300) });
      await sleep(n % 10 === 0 ? 150 : 10);
    }
    await manifest.drop('run', 'last', { images: 2 });
    await settled();
    looking.abort();
    await look;
    expect(seen.size).toBeGreaterThanOrEqual(4);
    await vi.waitFor(async () => expect(await stateOf(scenario)).toBe('last'), A_WHILE);
    await stop(daemon);
  });
});

/** JavaScript that shifts the clock of a process, and not the one that measures how long things take. */
function shiftedClock(milliseconds: number): string {
  const code = `
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...parts) { if (parts.length === 0) super(Real.now() + (${milliseconds})); else super(...parts); }
      static now() { return Real.now() + (${milliseconds}); }
    };`;
  return encodeURIComponent(code);
}
