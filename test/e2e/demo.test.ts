/** The demo on a server that is there already: it keeps apart from what is in it, and from its secrets. */

import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { freePort } from '../support/late-proxy.ts';
import { runMain, startMain } from '../support/run-main.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';
import { A_WHILE } from '../support/patience.ts';

describe('the demo', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
  });
  afterAll(() => workspace.remove());

  test('uses the server of the flag, and starts none', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { exitCode, stderr } = await runMain(['--elasticsearch', url, 'demo']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^runlens: no Elasticsearch/),
    });
  });

  test('writes under a prefix of its own, and shows no password', async () => {
    const { url, prefix } = workspace;
    const withPassword = url.replace('://', '://elastic:s3cret@');
    const demo = startMain(['--prefix', prefix, 'demo', '--keep'], {
      environment: { ELASTICSEARCH_URL: withPassword },
    });
    try {
      await vi.waitFor(() => expect(demo.stderr()).toContain('Ask from another terminal'), A_WHILE);
      await vi.waitFor(
        () => expect(demo.stderr()).toContain(`best --elasticsearch ${url} --prefix ${prefix}-demo\n`),
        A_WHILE,
      );
    } finally {
      demo.signal('SIGTERM');
    }
    const { stdout, stderr } = await demo.result;
    expect(stdout + stderr).not.toContain('s3cret');
    expect(stderr).toMatch(
      new RegExp(`\\$ runlens ingest \\S+ --elasticsearch ${url} --prefix ${prefix}-demo\n`),
    );
    expect((await fetch(`${url}/${prefix}-demo-experiments`)).status).toBe(200);
    expect((await fetch(`${url}/${prefix}-experiments`)).status).toBe(404);
  }, 180_000);
});
