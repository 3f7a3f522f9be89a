/** A program whose mappings are newer than the indices refuses them. Each way out that its message names works. */

import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { copyExamples, editJson } from '../support/examples.ts';
import { runCli } from '../support/run-cli.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let workspace: Workspace;
/** The built program with a second version of two mappings. */
let newer: string;

beforeAll(async () => {
  workspace = await createWorkspace(inject('elasticsearchUrl'));
  await copyExamples(workspace.folder, (path) => path.startsWith('digit-segmentation/'));
  newer = await programWithNewerMappings(join(workspace.aside, 'newer'));
  expect(await workspace.cli('ingest', workspace.folder)).toMatchObject({ exitCode: 0 });
});
afterAll(() => workspace.remove());

test('indices of an older mapping are refused and left alone; another prefix or deleting them helps', async () => {
  const before = (await workspace.cli('best')).json;
  expect(before).toMatchObject({ projects: [{ project: 'digit-segmentation' }] });

  const refused = await run(workspace.prefix, 'ingest', workspace.folder);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain(`The index ${workspace.prefix}-scores-v1 has mapping version 1.`);
  expect(refused.stderr).toContain(`The index ${workspace.prefix}-images-v1 has mapping version 1.`);
  expect(refused.stderr).not.toContain('migrate');
  expect((await workspace.cli('best')).json).toEqual(before);

  const other = workspace.newPrefix();
  expect(await run(other, 'ingest', workspace.folder)).toMatchObject({ exitCode: 0 });

  const [, path] = /curl -X DELETE "\$ELASTICSEARCH_URL(\/[^"]+)"/.exec(refused.stderr) ?? [];
  const deleted = await fetch(`${workspace.url}${path}`, { method: 'DELETE' });
  expect(await deleted.json()).toEqual({ acknowledged: true });
  const again = await run(workspace.prefix, 'ingest', workspace.folder);
  expect(again.json).toMatchObject({ unchanged: 0, rejected: 0 });
  expect((await run(workspace.prefix, 'best')).json).toEqual(before);
  expect(await countOf('scores-v2')).toBe(
    (again.json as { documents: Record<string, number> }).documents['scores'],
  );
});

function run(prefix: string, ...args: string[]): ReturnType<typeof runCli> {
  return runCli(['--elasticsearch', workspace.url, '--prefix', prefix, ...args], { cli: newer });
}

async function countOf(index: string): Promise<number> {
  const answer = await fetch(`${workspace.url}/${workspace.prefix}-${index}/_count`);
  return ((await answer.json()) as { count: number }).count;
}

async function programWithNewerMappings(folder: string): Promise<string> {
  await mkdir(folder);
  for (const name of ['dist', 'mappings'])
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  for (const name of ['package.json', 'node_modules']) await symlink(join(ROOT, name), join(folder, name));
  for (const index of ['scores', 'images']) {
    const file = join(folder, `mappings/${index}/v2.json`);
    await cp(join(folder, `mappings/${index}/v1.json`), file);
    await editJson(file, ({ mappings, ...rest }) => ({
      ...rest,
      mappings: { ...(mappings as object), _meta: { product: 'runlens', version: 2 } },
    }));
  }
  return join(folder, 'dist/cli.js');
}
