/** Runs whose rows come later than they, or never; and secrets, which come nowhere. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { INDICES, readAll } from '../support/dump.ts';
import { expectRun } from '../support/expect-run.ts';
import { stop } from '../support/fault-scenario.ts';
import { freePort } from '../support/late-proxy.ts';
import type { Manifest } from '../support/manifest.ts';
import { prepareFolder } from '../support/watched-folder.ts';
import { A_WHILE } from '../support/patience.ts';

/** A run with its rows apart. */
function apart(manifest: Manifest, id: string, file: string): { head: string; rows: string } {
  const run = JSON.parse(expectRun(manifest, id, 1, { images: 50 })) as { images: object[] };
  const { images, ...head } = run;
  return {
    head: JSON.stringify({ ...head, images_file: file }),
    rows: images.map((row) => `${JSON.stringify(row)}\n`).join(''),
  };
}

describe.concurrent('late side files', { timeout: 720_000 }, () => {
  test('24. a side file that appears late: the run waits for it, and is then taken in', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, becomes, settled, runs } = scenario;
    const daemon = await scenario.watch();
    const { head, rows } = apart(manifest, 'run', 'deeper/rows.ndjson');
    await put('p/run.json', head);
    const { errors } = await becomes('p/run.json', /waiting|rejected|indexed|partial/);
    expect(errors).toMatchObject([{ message: expect.stringContaining('deeper/rows.ndjson') }]);
    await daemon.scans(2);
    expect(await becomes('p/run.json', /waiting|rejected|indexed|partial/)).toMatchObject({
      status: 'waiting',
    });
    expect(await runs()).toEqual([]);
    await put('p/deeper/rows.ndjson', rows);
    await settled();
    await stop(daemon);
  });

  test('24. a side file that never appears: rejected with the reason, and taken in when it does', async (context) => {
    const scenario = await prepareFolder(context, { incomplete_seconds: 3 });
    const { manifest, put, becomes, settled } = scenario;
    const daemon = await scenario.watch();
    const { head, rows } = apart(manifest, 'run', 'rows.ndjson');
    await put('p/run.json', head);
    const { errors } = await becomes('p/run.json', /rejected/);
    expect(errors).toMatchObject([{ path: 'images_file', message: expect.stringContaining('rows.ndjson') }]);
    await put('p/rows.ndjson', rows);
    await settled();
    await stop(daemon);
  });

  test('24. a side file that is being written anew: the run stays as it was until it is whole again', async (context) => {
    const scenario = await prepareFolder(context);
    const { manifest, put, settled, workspace, becomes } = scenario;
    const daemon = await scenario.watch();
    const { head, rows } = apart(manifest, 'run', 'rows.ndjson');
    await put('p/run.json', head);
    await put('p/rows.ndjson', rows);
    await settled();
    await writeFile(join(workspace.folder, 'p/rows.ndjson'), rows.slice(0, -20));
    expect(await becomes('p/run.json', /waiting|rejected|partial/)).toMatchObject({ status: 'waiting' });
    const problems = await manifest.problems(workspace.url, workspace.prefix);
    expect(problems).toEqual([expect.stringContaining('waiting')]);
    await put('p/rows.ndjson', rows);
    await settled();
    await stop(daemon);
  });

  test.for([
    ['a password', { username: 'writer', password: 'S3cretOfTheTest-pw' }],
    ['an API key', { api_key: 'UzNjcmV0T2ZUaGVUZXN0LWtleQ==' }],
  ] as const)('24. %s is in no log, no metric and no document', async ([, credentials], context) => {
    const dead = `http://127.0.0.1:${await freePort()}`;
    const configuration = { elasticsearch: credentials, log_level: 'debug' };
    const scenario = await prepareFolder(context, { incomplete_seconds: 1 }, configuration);
    const { manifest, put, settled, workspace } = scenario;
    await manifest.drop('run', 1);
    await put('p/bad.json', '{"schema": "runlens.run/1"');
    manifest.name('p/bad.json', /ends|truncated/);
    const lost = await scenario.watch({ args: ['--elasticsearch', dead] });
    await vi.waitFor(() => expect(lost.stderr()).toContain(dead.slice(7)), A_WHILE);
    const daemon = await scenario.watch();
    await settled();
    const pages = await Promise.all((['live', 'ready', 'metrics'] as const).map((page) => daemon.ask(page)));
    const log = await stop(daemon);
    lost.signal('SIGTERM');
    const { stdout, stderr } = await lost.result;
    const documents: unknown[] = [];
    for (const index of INDICES)
      documents.push(...(await readAll(workspace.url, `${workspace.prefix}-${index}`, index)));
    const everything = JSON.stringify([log, stdout, stderr, pages, documents]);
    expect(everything).toContain('p/bad.json');
    const secret = 'password' in credentials ? credentials.password : credentials.api_key;
    const forms = [secret, Buffer.from(secret).toString('base64')];
    if ('username' in credentials)
      forms.push(Buffer.from(`${credentials.username}:${secret}`).toString('base64'));
    for (const form of forms) expect(everything).not.toContain(form);
    expect(everything).not.toContain(Buffer.from('S3cretOfTheTest').toString('base64'));
  });
});
