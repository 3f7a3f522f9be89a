/** Files that move, exchange places, name each other or go: each run stays with one file, and nothing is lost. */

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test, type TestContext } from 'vitest';
import { goodRun } from '../support/bad-files.ts';
import { dump, request } from '../support/dump.ts';
import { createWorkspace } from '../support/workspace.ts';

type Summary = {
  files: number;
  indexed: number;
  unchanged: number;
  rejected: number;
  errors: { path: string }[];
};

function images(...ids: string[]) {
  return ids.map((id) => ({ id, split: 'validation', metrics: { iou: 0.5 } }));
}

async function prepare({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const workspace = await createWorkspace(inject('elasticsearchUrl'));
  onTestFinished(() => workspace.remove());
  const { folder } = workspace;
  await mkdir(join(folder, 'p'));
  const write = (name: string, id: string, accuracy: number, extra: object = {}) =>
    writeFile(join(folder, 'p', name), goodRun(id, { metrics: { validation: { accuracy } }, ...extra }));
  return {
    workspace,
    write,
    move: (from: string, to: string) => rename(join(folder, 'p', from), join(folder, 'p', to)),
    ingest: async () => (await workspace.cli('ingest', folder)).json as Summary,
    values: async () => {
      const { json } = await workspace.cli('best', '--project', 'p');
      return Object.fromEntries(
        (json as { runs: { id: string; value: number }[] }).runs.map(({ id, value }) => [id, value]),
      );
    },
    rows: async (index: string) =>
      [...(await dump(workspace.url, workspace.prefix)).values()].filter((row) => row.index === index),
  };
}

test('a rejected file is told every time, with exit code 1, and costs no write', async (context) => {
  const { workspace, write, ingest } = await prepare(context);
  await write('a.json', 'same', 0.5);
  await write('b.json', 'same', 0.6);
  await writeFile(join(workspace.folder, 'p', 'c.json'), '{');
  await ingest();
  const versions = () =>
    request<{ hits: { hits: { _id: string; _version: number }[] } }>(
      workspace.url,
      `${workspace.prefix}-files/_search?version=true&_source=false`,
    ).then(({ hits }) => hits.hits.map(({ _id, _version }) => `${_id} ${_version}`).toSorted());
  const before = await versions();
  const again = await workspace.cli('ingest', workspace.folder);
  expect(again.exitCode).toBe(1);
  expect(again.json).toMatchObject({ files: 3, unchanged: 1, rejected: 2 });
  expect((again.json as Summary).errors.map(({ path }) => path).toSorted()).toEqual(['p/b.json', 'p/c.json']);
  expect(await versions()).toEqual(before);
});

test('a file that went and comes back does not take its run from the one that has it now', async (context) => {
  const { write, move, ingest, values } = await prepare(context);
  await write('a.json', 'r', 0.5);
  await ingest();
  await move('a.json', 'b.json');
  await ingest();
  await write('a.json', 'r', 0.1);
  for (const _time of [1, 2])
    expect(await ingest()).toMatchObject({ rejected: 1, errors: [{ path: 'p/a.json' }] });
  expect(await values()).toEqual({ r: 0.5 });
});

test('two files that exchange their runs both keep one', async (context) => {
  const { write, move, ingest, values } = await prepare(context);
  await write('a.json', 'r', 0.5);
  await write('b.json', 's', 0.6);
  await ingest();
  await move('a.json', 't');
  await move('b.json', 'a.json');
  await move('t', 'b.json');
  expect(await ingest()).toMatchObject({ indexed: 2, rejected: 0 });
  expect(await values()).toEqual({ r: 0.5, s: 0.6 });
  expect(await ingest()).toMatchObject({ unchanged: 2, rejected: 0 });
});

test('rows of an earlier state go, also when another run has that content now', async (context) => {
  const { write, move, ingest, rows } = await prepare(context);
  const nameless = { run: { ended_at: '2026-01-01T00:00:00Z' } };
  await write('a.json', '', 0.5, { ...nameless, images: images('1', '2', '3') });
  await ingest();
  await move('a.json', 'b.json');
  await write('a.json', '', 0.5, { ...nameless, images: images('1') });
  await ingest();
  const kept = (await rows('images')).map(
    ({ source }) => `${(source['run'] as { id: string }).id} ${String(source['id'])}`,
  );
  expect(kept.toSorted()).toEqual(['p/a 1', 'p/b 1', 'p/b 2', 'p/b 3']);
});

test('a bad file cannot hide another by naming it as its side file', async (context) => {
  const { write, ingest, values } = await prepare(context);
  await write('good.json', 'good', 0.5);
  await write('bad.json', 'bad', 0.5, { images_file: 'good.json' });
  await ingest();
  await write('good.json', 'good', 0.9);
  expect(await ingest()).toMatchObject({ indexed: 1, rejected: 1 });
  expect(await values()).toEqual({ good: 0.9 });
});

test('documents of an index that was deleted are written again, whoever made it anew', async (context) => {
  const { workspace, write, ingest, values, rows } = await prepare(context);
  await write('a.json', 'r', 0.5);
  await ingest();
  await request(workspace.url, `${workspace.prefix}-experiments-v1`, 'DELETE');
  await request(workspace.url, `${workspace.prefix}-scores-v1`, 'DELETE');
  await workspace.cli('setup-indices');
  expect(await ingest()).toMatchObject({ indexed: 1, unchanged: 0 });
  expect(await values()).toEqual({ r: 0.5 });
  expect(await rows('scores')).toHaveLength(1);
  expect(await ingest()).toMatchObject({ indexed: 0, unchanged: 1 });
});

test('a folder that is away for a moment ends neither the daemon nor in an empty one', async (context) => {
  const { workspace, write, ingest, values } = await prepare(context);
  await write('a.json', 'r', 0.5);
  await ingest();
  await rename(workspace.folder, `${workspace.folder}-away`);
  const { exitCode, stderr } = await workspace.cli('ingest', workspace.folder);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('cannot read the folder');
  await rename(`${workspace.folder}-away`, workspace.folder);
  await rm(join(workspace.folder, 'p', 'a.json'));
  expect(await ingest()).toMatchObject({ files: 0 });
  expect(await values()).toEqual({ r: 0.5 });
});
