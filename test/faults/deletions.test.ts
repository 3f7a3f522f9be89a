/** Files that are deleted: their runs stay, or go where that is asked for, and never many at once by mistake. */

import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { stop } from '../support/fault-scenario.ts';
import { canIsolate, inside, OWN_MOUNTS } from '../support/isolation.ts';
import { prepareFolder, type WatchedFolder } from '../support/watched-folder.ts';

const REMOVE = { args: ['--on-delete', 'remove'] };
const IDS = Array.from({ length: 20 }, (_, n) => `run-${n}`);

async function prepare(context: TestContext, watch: Record<string, unknown> = {}) {
  const scenario = await prepareFolder(context, { delete_after_scans: 2, ...watch });
  for (const id of IDS) await scenario.manifest.drop(id, 1, { images: 5 });
  return scenario;
}

async function remove({ place }: WatchedFolder, ids: readonly string[]): Promise<void> {
  for (const id of ids) await rm(await place(`p/${id}.json`));
}

/** The best run of those that are there, which its removal makes another one. */
async function best({ workspace }: WatchedFolder): Promise<string> {
  const { json } = await workspace.cli('best', '--project', 'p');
  return (json as { runs: { id: string }[] }).runs[0]?.id ?? '';
}

describe.concurrent('deleted files', { timeout: 720_000 }, () => {
  test('21. a deleted file: its run stays, and its entry says that it is gone', async (context) => {
    const scenario = await prepare(context);
    const { manifest, settled } = scenario;
    const daemon = await scenario.watch();
    await settled();
    await remove(scenario, ['run-3']);
    manifest.gone('p/run-3.json');
    await settled();
    await daemon.scans(3);
    await settled();
    // It comes back with another content.
    await manifest.drop('run-3', 2);
    await settled();
    await stop(daemon);
  });

  test('21. with --on-delete remove its run goes after some scans, and the others are judged again', async (context) => {
    const scenario = await prepare(context);
    const { manifest, settled } = scenario;
    const daemon = await scenario.watch(REMOVE);
    await settled();
    const was = await best(scenario);
    await remove(scenario, [was]);
    manifest.forget(was);
    await settled();
    expect(await best(scenario)).not.toBe(was);
    await stop(daemon);
    // And one that is deleted while nobody watches.
    await remove(scenario, ['run-1', 'run-2'].filter((id) => id !== was).slice(0, 1));
    manifest.forget(was === 'run-1' ? 'run-2' : 'run-1');
    const other = await scenario.watch(REMOVE);
    await settled();
    await manifest.drop(was, 2);
    await settled();
    await stop(other);
  });

  test('21. a file that is away for fewer scans than that is not removed', async (context) => {
    const scenario = await prepare(context, { delete_after_scans: 100 });
    const { manifest, settled, writes } = scenario;
    const daemon = await scenario.watch(REMOVE);
    await settled();
    await daemon.scans(1);
    await remove(scenario, ['run-3']);
    await daemon.scans(3);
    expect(await scenario.runs()).toHaveLength(IDS.length);
    await manifest.drop('run-3', 1, { images: 5 });
    await daemon.scans(2);
    await settled();
    expect(await writes()).toBeGreaterThan(0);
    await stop(daemon);
  });

  test('21. removing stops, and says so, when too many vanish at once; and goes on when they are back', async (context) => {
    const scenario = await prepare(context);
    const { manifest, settled, runs } = scenario;
    const daemon = await scenario.watch(REMOVE);
    await settled();
    const vanishing = IDS.slice(0, 5);
    await remove(scenario, vanishing);
    await daemon.complains(/remov|delet|vanish/i);
    await daemon.scans(4);
    expect(await runs()).toHaveLength(IDS.length);
    expect(daemon.complaints(/remov|delet|vanish/i).length).toBeLessThan(4);
    for (const id of vanishing) await manifest.drop(id, 1, { images: 5 });
    await settled();
    await remove(scenario, ['run-7']);
    manifest.forget('run-7');
    await settled();
    await stop(daemon);
  });

  test('21. nor does anything go when the folder is empty, until it is not', async (context) => {
    const scenario = await prepare(context);
    const { manifest, settled, runs } = scenario;
    const daemon = await scenario.watch(REMOVE);
    await settled();
    await remove(scenario, IDS);
    await daemon.complains(/delete_limit/);
    await daemon.scans(4);
    expect(await runs()).toHaveLength(IDS.length);
    for (const id of IDS.slice(1)) await manifest.drop(id, 2);
    manifest.forget('run-0');
    await settled();
    await stop(daemon);
  });

  test('21. with a limit of 1 everything may go', async (context) => {
    const scenario = await prepare(context, { delete_limit: 1 });
    const { manifest, settled } = scenario;
    const daemon = await scenario.watch(REMOVE);
    await settled();
    await remove(scenario, IDS.slice(2));
    for (const id of IDS.slice(2)) manifest.forget(id);
    await settled();
    await remove(scenario, IDS.slice(0, 2));
    for (const id of IDS.slice(0, 2)) manifest.forget(id);
    await settled();
    await manifest.drop('run-0', 2);
    await settled();
    await stop(daemon);
  });

  test('21. removing stops, and says so, when the marker is no longer there', async (context) => {
    const scenario = await prepare(context);
    const { manifest, settled, workspace, runs } = scenario;
    const marker = join(workspace.folder, '.runlens-marker');
    await writeFile(marker, '');
    const daemon = await scenario.watch(REMOVE);
    await settled();
    await daemon.scans(1);
    await rm(marker);
    await remove(scenario, ['run-3']);
    await daemon.complains(/marker/i);
    await daemon.scans(4);
    expect(await runs()).toHaveLength(IDS.length);
    await writeFile(marker, '');
    manifest.forget('run-3');
    await settled();
    await stop(daemon);
  });

  test.skipIf(!canIsolate)(
    '21. removing stops, and says so, when the device is another one and much is not on it',
    async (context) => {
      const scenario = await prepare(context);
      const { settled, workspace, runs } = scenario;
      const daemon = await scenario.watch({ ...REMOVE, wrapper: OWN_MOUNTS });
      await settled();
      await daemon.scans(1);
      const [folder, copy] = [workspace.folder, join(workspace.aside, 'copy')];
      await cp(folder, copy, { recursive: true, preserveTimestamps: true });
      for (const id of IDS.slice(0, 10)) await rm(join(copy, 'p', `${id}.json`));
      const mounting = 'mount -t tmpfs none "$1" && cp -a "$0/." "$1"';
      await inside(daemon.pid, 'sh', '-c', mounting, copy, folder);
      await daemon.complains(/another device/);
      await daemon.scans(4);
      expect(await runs()).toHaveLength(IDS.length);
      await inside(daemon.pid, 'umount', folder);
      await daemon.scans(4);
      await settled();
      await stop(daemon);
    },
  );
});
