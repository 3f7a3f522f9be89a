/** Folders that may only be read, and files that may not be. */

import { chmod, readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import { BOUND_BY_PERMISSIONS, canIsolate, OWN_MOUNTS } from '../support/isolation.ts';
import { prepareFolder } from '../support/watched-folder.ts';

describe.concurrent('permissions', { timeout: 720_000 }, () => {
  test('25. a folder that may only be read is read, and nothing is written to it', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, workspace, settled } = scenario;
    const { folder } = workspace;
    await manifest.drop('run', 1);
    await manifest.drop('bad', 1);
    const inner = await place('p/');
    context.onTestFinished(async () => {
      for (const path of [folder, inner]) await chmod(path, 0o755);
    });
    const before = await readdir(folder, { recursive: true });
    await chmod(inner, 0o555);
    await chmod(folder, 0o555);
    const daemon = await scenario.watch({ wrapper: BOUND_BY_PERMISSIONS });
    await settled();
    await daemon.scans(1);
    await stop(daemon);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  test.skipIf(!canIsolate)('25. so is one that is mounted for reading only', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, workspace, settled } = scenario;
    await manifest.drop('run', 1);
    const mounted = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
    const daemon = await scenario.watch({ wrapper: [...OWN_MOUNTS, 'sh', '-c', mounted, workspace.folder] });
    await settled();
    // Others write to it all the same.
    await manifest.drop('other', 1);
    await settled();
    await stop(daemon);
  });

  test('25. a file that may not be read is named, and taken in once it may, without any other change', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, put, settled, becomes } = scenario;
    await manifest.drop('run', 1);
    await manifest.drop('closed', 1);
    const run = JSON.parse(expectRun(manifest, 'rows', 1)) as { images: object[] };
    const { images, ...head } = run;
    await put('p/rows.ndjson', images.map((row) => JSON.stringify(row)).join('\n'));
    await put('p/rows.json', JSON.stringify({ ...head, images_file: 'rows.ndjson' }));
    const closed = [await place('p/closed.json'), await place('p/rows.ndjson')];
    for (const path of closed) await chmod(path, 0);
    const daemon = await scenario.watch({ wrapper: BOUND_BY_PERMISSIONS });
    await becomes('p/run.json', /indexed/);
    for (const path of ['p/closed.json', 'p/rows.json']) {
      const { errors } = await becomes(path, /rejected|waiting/);
      expect(errors).toMatchObject([{ message: expect.stringContaining('permission') }]);
    }
    expect(await scenario.runs()).toEqual(['run']);
    for (const path of closed) await chmod(path, 0o644);
    await settled();
    await stop(daemon);
  });

  test('25. a folder in it that may not be read is said, and read once it may', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, place, settled, becomes } = scenario;
    await manifest.drop('run', 1);
    await manifest.drop('closed', 1, { path: 'p/inner/closed.json' });
    const inner = await place('p/inner/');
    context.onTestFinished(() => chmod(inner, 0o755).catch(() => {}));
    await chmod(inner, 0);
    const daemon = await scenario.watch({ wrapper: BOUND_BY_PERMISSIONS });
    await becomes('p/run.json', /indexed/);
    await daemon.scans(2);
    expect(daemon.stderr()).toContain('p/inner');
    await chmod(inner, 0o755);
    await settled();
    await stop(daemon);
  });
});
