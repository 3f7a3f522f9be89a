/** No Elasticsearch where there should be one. */

import { createServer, type Server, type Socket } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { findBestRun } from '../support/best-run.ts';
import { goodRun } from '../support/bad-files.ts';
import { freePort, reserveProxy } from '../support/late-proxy.ts';
import { runMain } from '../support/run-main.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';
import { A_WHILE } from '../support/patience.ts';

const ASKING = [
  ['setup-indices'],
  ['ingest', 'FOLDER'],
  ['status'],
  ['status', 'FOLDER'],
  ['best'],
  ['best', '--project', 'p'],
  ['worst-images'],
  ['worst-images', '--run', 'r', '--metric', 'iou'],
];

describe('without Elasticsearch', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await mkdir(join(workspace.folder, 'p'));
    await writeFile(join(workspace.folder, 'p', 'a.json'), goodRun('a'));
  });
  afterAll(() => workspace.remove());

  const timed = async (args: readonly string[], url: string) => {
    const started = Date.now();
    const named = args.map((word) => (word === 'FOLDER' ? workspace.folder : word));
    const result = await runMain(['--elasticsearch', url, ...named]);
    return { ...result, seconds: (Date.now() - started) / 1000 };
  };

  test.concurrent.each(ASKING.map((args) => [args]))('%j says so within 10 seconds', async (args) => {
    const port = await freePort();
    const { exitCode, stdout, stderr, seconds } = await timed(args, `http://127.0.0.1:${port}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^runlens: no Elasticsearch/);
    expect(stderr).toContain(`127.0.0.1:${port}`);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(seconds).toBeLessThan(10);
  });

  test('nor does a server that never answers keep anybody waiting', async () => {
    const sockets = new Set<Socket>();
    const silent: Server = createServer((socket) => sockets.add(socket.on('error', () => {})));
    const port = await freePort();
    await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', () => resolve()));
    const { exitCode, stderr, seconds } = await timed(['best'], `http://127.0.0.1:${port}`);
    for (const socket of sockets) socket.destroy();
    silent.close();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^runlens: no Elasticsearch.*within \d/),
    });
    expect(seconds).toBeLessThan(10);
  });

  test.concurrent('a password in the URL is not repeated', async () => {
    const port = await freePort();
    const url = `http://elastic:s3cret@127.0.0.1:${port}`;
    for (const { exitCode, stdout, stderr } of [
      await timed(['best'], url),
      await runMain(['best'], { environment: { ELASTICSEARCH_URL: url } }),
    ]) {
      expect(exitCode).toBe(2);
      expect(stdout + stderr).not.toContain('s3cret');
    }
  });

  test.concurrent('validate, schema, config and help need none', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    for (const args of [
      ['validate', 'FOLDER'],
      ['schema', 'run'],
      ['config'],
      ['--help'],
      ['best', '--help'],
    ]) {
      expect([args, (await timed(args, url)).exitCode]).toEqual([args, 0]);
    }
  });

  test.concurrent('watch keeps trying and says so, and SIGTERM ends it with 0', async () => {
    const port = await freePort();
    const args = ['--log-level', 'debug', 'watch', workspace.folder];
    const watch = workspace.start(args, { url: `http://127.0.0.1:${port}` });
    await vi.waitFor(
      () =>
        expect(watch.stderr()).toMatch(
          /is not accepting writes[^]*did not accept a request[^]*did not accept a request/,
        ),
      A_WHILE,
    );
    expect(watch.stderr()).toContain(`127.0.0.1:${port}`);
    // However often it tries, it says so once.
    expect(watch.stderr().match(/is not accepting writes/g)).toHaveLength(1);
    watch.signal('SIGTERM');
    expect(await watch.result).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('watch takes over when the server appears', async () => {
    const proxy = await reserveProxy(workspace.url);
    const watch = workspace.start(['watch', workspace.folder], { url: proxy.url });
    await vi.waitFor(() => expect(watch.stderr()).toContain('is not accepting writes'), A_WHILE);
    await proxy.open();
    await vi.waitFor(
      async () => expect(await findBestRun(workspace.url, workspace.prefix)).toMatchObject({ id: 'a' }),
      A_WHILE,
    );
    watch.signal('SIGTERM');
    expect(await watch.result).toMatchObject({ exitCode: 0 });
    await proxy.close();
  });

  test('watch survives a server that goes away and comes back', async () => {
    const first = await reserveProxy(workspace.url);
    await first.open();
    const watch = workspace.start(['watch', workspace.folder], { url: first.url });
    await vi.waitFor(() => expect(watch.stderr()).toContain('Watching'), A_WHILE);
    await first.close();
    await writeFile(
      join(workspace.folder, 'p', 'b.json'),
      goodRun('b', { metrics: { validation: { accuracy: 0.7 } } }),
    );
    await vi.waitFor(() => expect(watch.stderr()).toContain('is not accepting writes'), A_WHILE);
    await first.open();
    await vi.waitFor(
      async () => expect(await findBestRun(workspace.url, workspace.prefix)).toMatchObject({ id: 'b' }),
      A_WHILE,
    );
    watch.signal('SIGTERM');
    expect(await watch.result).toMatchObject({ exitCode: 0 });
    await first.close();
  });
});
