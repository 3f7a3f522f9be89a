/** Files that arrive in ways that no watcher tells of completely: all of them are found. */

import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { request } from '../support/dump.ts';
import { expectRun } from '../support/expect-run.ts';
import { messages, stop } from '../support/fault-scenario.ts';
import { canIsolate, withWatches } from '../support/isolation.ts';
import { prepareFolder } from '../support/watched-folder.ts';
import { A_WHILE, LONG_ENOUGH } from '../support/patience.ts';

type Arrival = { mkdir: () => void; write: () => void; rename: () => void };

/** Four ways to make a folder, write a file in it under another name, and move it into place, again and again. */
const TIMINGS: Record<string, (arrivals: readonly Arrival[]) => Promise<void> | void> = {
  burst: (arrivals) => {
    for (const { mkdir, write, rename } of arrivals) {
      mkdir();
      write();
      rename();
    }
  },
  waves: async (arrivals) => {
    for (const { mkdir } of arrivals) mkdir();
    await setImmediate();
    for (const { write } of arrivals) write();
    await setImmediate();
    for (const { rename } of arrivals) rename();
  },
  breaths: async (arrivals) => {
    for (const { mkdir, write, rename } of arrivals) {
      mkdir();
      await setImmediate();
      write();
      await setImmediate();
      rename();
    }
  },
  pauses: async (arrivals) => {
    for (const { mkdir, write, rename } of arrivals) {
      mkdir();
      await sleep(3);
      write();
      await sleep(2);
      rename();
    }
  },
};

const FILES_PER_TIMING = 400;

/** Two events each are more than the queue of inotify holds (16,384 unless configured otherwise). */
const FOLDERS = 10;
const FILES_PER_FOLDER = 1200;
const RUNS_PER_FOLDER = 50;

/** How many files the ledger says each of these of. */
async function countOf(url: string, prefix: string, ...statuses: string[]): Promise<number[]> {
  await request(url, `${prefix}-files/_refresh`, 'POST');
  const counting = statuses.map((status) =>
    request<{ count: number }>(url, `${prefix}-files/_count?q=status:${status}`),
  );
  return (await Promise.all(counting)).map(({ count }) => count);
}

describe.concurrent('arriving files', { timeout: 900_000 }, () => {
  test('12. a new folder, a file in it under another name, moved into place: none of 4 × 400 is missed', async (context) => {
    const scenario = await prepareFolder(context, { scan_seconds: 10 });
    const { workspace, manifest, settled } = scenario;
    const daemon = await scenario.watch();
    await vi.waitFor(() => expect(daemon.stderr()).toContain('"Watching"'), A_WHILE);
    for (const [timing, arrive] of Object.entries(TIMINGS)) {
      mkdirSync(join(workspace.folder, timing));
      const arrivals = Array.from({ length: FILES_PER_TIMING }, (_, n): Arrival => {
        const [project, path] = [timing, `${timing}/${n}/run.json`];
        const text = expectRun(manifest, `${n}`, 1, { project, path, images: 1 });
        const final = join(workspace.folder, path);
        return {
          mkdir: () => mkdirSync(join(final, '..')),
          write: () => writeFileSync(`${final}.tmp`, text),
          rename: () => renameSync(`${final}.tmp`, final),
        };
      });
      await arrive(arrivals);
    }
    await settled();
    await stop(daemon);
  });

  test('13. files by the ten thousand, copied while the daemon is busy, and more events than the system keeps', async (context) => {
    const scenario = await prepareFolder(context, { scan_seconds: 3 });
    const { workspace, put } = scenario;
    const source = join(workspace.aside, 'source');
    const folders = Array.from({ length: FOLDERS }, (_, n) => `project-${n}`);
    const run = JSON.stringify({ schema: 'runlens.run/1', metrics: { validation: { accuracy: 0.5 } } });
    for (const folder of folders) {
      await mkdir(join(workspace.folder, folder));
      await mkdir(join(source, folder), { recursive: true });
      const names = Array.from({ length: FILES_PER_FOLDER }, (_, n) => `${n}.json`);
      // Most of them are found and refused, which costs Elasticsearch little.
      const content = (n: number) => (n < RUNS_PER_FOLDER ? run : '{"schema":"other/1"}');
      await Promise.all(names.map((name, n) => writeFile(join(source, folder, name), content(n))));
    }
    const daemon = await scenario.watch();
    await vi.waitFor(() => expect(daemon.stderr()).toContain('"Watching"'), A_WHILE);
    // Many rows to parse, of which the last remains: work for the daemon, and none for Elasticsearch.
    const row = JSON.stringify({ id: 'x', split: 'validation', metrics: { iou: 1 }, label: 'l'.repeat(150) });
    await put('big/rows.ndjson', `${row}\n`.repeat(200_000));
    await put('big/big.json', JSON.stringify({ ...JSON.parse(run), images_file: 'rows.ndjson' }));
    await vi.waitFor(
      async () => expect(await daemon.metric('runlens_bytes_read_total')).toBeGreaterThan(0),
      A_WHILE,
    );
    // It cannot take events from the queue while it does not run: the queue overflows for sure.
    daemon.signal('SIGSTOP');
    await promisify(execFile)('cp', ['-r', `${source}/.`, workspace.folder]);
    daemon.signal('SIGCONT');
    const decided = async () => {
      const [indexed = 0, rejected = 0] = await countOf(
        workspace.url,
        workspace.prefix,
        'indexed',
        'rejected',
      );
      return indexed + rejected;
    };
    await vi.waitFor(async () => expect(await decided()).toBe(FOLDERS * FILES_PER_FOLDER + 1), LONG_ENOUGH);
    const indexed = FOLDERS * RUNS_PER_FOLDER + 1;
    expect((await countOf(workspace.url, workspace.prefix, 'indexed'))[0]).toBe(indexed);
    await stop(daemon);
  });

  test.skipIf(!canIsolate)(
    '14. without inotify watches it scans, and says so in the log and in the metrics',
    async (context) => {
      const scenario = await prepareFolder(context, { scan_seconds: 1 });
      const { manifest, workspace, settled } = scenario;
      for (let n = 0; n < 30; n += 1) await mkdir(join(workspace.folder, `d${n}`));
      const daemon = await scenario.watch({ wrapper: withWatches(10) });
      await vi.waitFor(() => expect(daemon.stderr()).toContain('"Watching"'), A_WHILE);
      for (let n = 0; n < 30; n += 1) await manifest.drop(`run-${n}`, 1, { path: `d${n}/run.json` });
      // A folder that is new itself.
      await manifest.drop('last', 1, { path: 'new/folder/last.json' });
      await settled();
      expect(await daemon.metric('runlens_watcher_up')).toBe(0);
      const stderr = await stop(daemon);
      expect(messages(stderr, 'atcher')).not.toEqual([]);
      // Said, and not said again with every folder and every scan.
      expect(messages(stderr, 'atcher').length).toBeLessThan(4);
    },
  );

  test('14. with watches enough the metrics say so too', async (context) => {
    const daemon = await (await prepareFolder(context)).watch();
    await vi.waitFor(async () => expect(await daemon.metric('runlens_watcher_up')).toBe(1), A_WHILE);
    await stop(daemon);
  });
});
