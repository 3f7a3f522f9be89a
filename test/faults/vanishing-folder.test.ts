/** A folder that is away for a while, as a share that is unmounted: nothing is deleted, and nothing read again for it. */

import { chmod, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi, type TestContext } from 'vitest';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import { BOUND_BY_PERMISSIONS, canIsolate, inside, OWN_MOUNTS } from '../support/isolation.ts';
import { prepareFolder } from '../support/watched-folder.ts';
import { A_WHILE } from '../support/patience.ts';

const MODES = [['keep'], ['remove']] as const;
const IDS = Array.from({ length: 12 }, (_, n) => `run-${n}`);

/** A folder whose runs are in, and a daemon that removes at once what it believes to be deleted. */
async function prepare(context: TestContext, mode: string, wrapper: readonly string[] = []) {
  const scenario = await prepareFolder(context, { delete_after_scans: 1 });
  for (const id of IDS) await scenario.manifest.drop(id, 1);
  const daemon = await scenario.watch({ args: ['--on-delete', mode], wrapper });
  await scenario.settled();
  await vi.waitFor(() => expect(daemon.stderr()).toContain('"Watching"'), A_WHILE);
  await daemon.scans(1);
  return { ...scenario, daemon, before: await scenario.writes() };
}

/** Everything is as it was, nothing was written for it, and new files are taken in. */
async function expectUntouched({
  daemon,
  before,
  writes,
  settled,
  manifest,
}: Awaited<ReturnType<typeof prepare>>) {
  await daemon.scans(2);
  await settled();
  expect((await writes()) - before).toBe(0);
  await manifest.drop('new', 1);
  await settled();
  await stop(daemon);
}

describe.concurrent('a folder that is away for a while', { timeout: 720_000 }, () => {
  test.skipIf(!canIsolate).for(MODES)(
    '21. something empty is mounted over it, with --on-delete %s',
    async ([mode], context) => {
      const scenario = await prepare(context, mode, OWN_MOUNTS);
      const { daemon, workspace, writes, before } = scenario;
      await inside(daemon.pid, 'mount', '-t', 'tmpfs', 'none', workspace.folder);
      await daemon.scans(4);
      expect((await writes()) - before).toBe(0);
      await inside(daemon.pid, 'umount', workspace.folder);
      await expectUntouched(scenario);
    },
  );

  test.skipIf(!canIsolate).for(MODES)(
    '21. it is mounted again, as another device with the same files, with --on-delete %s',
    async ([mode], context) => {
      const scenario = await prepare(context, mode, OWN_MOUNTS);
      const { daemon, workspace, writes, before } = scenario;
      // It takes two layers; there is nothing in the other one.
      const nothing = join(workspace.aside, 'nothing');
      await mkdir(nothing);
      const layers = `lowerdir=${workspace.folder}:${nothing}`;
      await inside(daemon.pid, 'mount', '-t', 'overlay', 'none', '-o', layers, workspace.folder);
      await daemon.scans(4);
      expect((await writes()) - before).toBe(0);
      await inside(daemon.pid, 'umount', workspace.folder);
      await expectUntouched(scenario);
    },
  );

  test.for(MODES)('21. an empty folder takes its place, with --on-delete %s', async ([mode], context) => {
    const scenario = await prepare(context, mode);
    const { daemon, workspace, writes, before } = scenario;
    await rename(workspace.folder, join(workspace.aside, 'away'));
    await mkdir(workspace.folder);
    await daemon.scans(4);
    expect((await writes()) - before).toBe(0);
    if (mode === 'remove') await daemon.complains(/folder/i);
    await rmdir(workspace.folder);
    await rename(join(workspace.aside, 'away'), workspace.folder);
    await expectUntouched(scenario);
  });

  test('21. it is away altogether', async (context) => {
    const scenario = await prepare(context, 'remove');
    const { daemon, workspace, writes, before } = scenario;
    await rename(workspace.folder, join(workspace.aside, 'away'));
    await daemon.complains(/folder/i);
    expect((await writes()) - before).toBe(0);
    await rename(join(workspace.aside, 'away'), workspace.folder);
    await expectUntouched(scenario);
  });

  test('21. it may not be read for a while', async (context) => {
    const scenario = await prepare(context, 'remove', BOUND_BY_PERMISSIONS);
    const { daemon, workspace, writes, before } = scenario;
    context.onTestFinished(() => chmod(workspace.folder, 0o755));
    await chmod(workspace.folder, 0);
    await daemon.complains(/folder/i);
    expect((await writes()) - before).toBe(0);
    await chmod(workspace.folder, 0o755);
    await expectUntouched(scenario);
  });

  test.for(MODES)(
    '21. a folder in it may not be read for a while, with --on-delete %s',
    async ([mode], context) => {
      const scenario = await prepareFolder(context, { delete_after_scans: 1, delete_limit: 1 });
      const { manifest, place, settled, writes } = scenario;
      for (const id of IDS) await manifest.drop(id, 1);
      await manifest.drop('inner', 1, { path: 'p/inner/run.json' });
      const daemon = await scenario.watch({ args: ['--on-delete', mode], wrapper: BOUND_BY_PERMISSIONS });
      await settled();
      await daemon.scans(1);
      const before = await writes();
      const inner = join(await place('p/inner/run.json'), '..');
      context.onTestFinished(() => chmod(inner, 0o755).catch(() => {}));
      await chmod(inner, 0);
      await daemon.scans(4);
      expect((await writes()) - before).toBe(0);
      await settled();
      await chmod(inner, 0o755);
      await daemon.scans(2);
      expect((await writes()) - before).toBe(0);
      await stop(daemon);
    },
  );

  test('21. a daemon that starts while the folder is empty deletes nothing, nor does one that starts without it', async (context) => {
    const scenario = await prepare(context, 'remove');
    const { workspace, daemon, writes } = scenario;
    await stop(daemon);
    const before = await writes();
    const away = join(workspace.aside, 'away');
    await rename(workspace.folder, away);
    await mkdir(workspace.folder);
    const other = await scenario.watch({ args: ['--on-delete', 'remove'] });
    await other.scans(4);
    expect((await writes()) - before).toBe(0);
    await rm(workspace.folder, { recursive: true });
    await rename(away, workspace.folder);
    await expectUntouched({ ...scenario, daemon: other, before });
  });

  test('21. a file that may not be read for a while keeps its run', async (context) => {
    const scenario = await prepare(context, 'remove', BOUND_BY_PERMISSIONS);
    const { daemon, place, manifest, settled, becomes } = scenario;
    const path = await place('p/run-3.json');
    await chmod(path, 0);
    // Changed besides, so that it has to be read.
    await manifest.drop('run-4', 2);
    await chmod(await place('p/run-4.json'), 0);
    expect((await becomes('p/run-4.json', /rejected|waiting/)).errors).toMatchObject([
      { message: expect.stringContaining('permission') },
    ]);
    expect(await scenario.runs()).toHaveLength(IDS.length);
    for (const each of [path, await place('p/run-4.json')]) await chmod(each, 0o644);
    expectRun(manifest, 'run-4', 2);
    await settled();
    await stop(daemon);
  });
});
