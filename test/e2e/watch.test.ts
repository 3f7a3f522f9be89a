/** The daemon: whatever changes in the folder shows in the answers, a few seconds later. */

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test, vi, type TestContext } from 'vitest';
import { findBestRun } from '../support/best-run.ts';
import { goodRun } from '../support/bad-files.ts';
import { dump, differences, request } from '../support/dump.ts';
import { writeJson } from '../support/examples.ts';
import type { RunningCli } from '../support/run-cli.ts';
import { createWorkspace } from '../support/workspace.ts';
import { A_WHILE } from '../support/patience.ts';

type Best = { metric: string; direction: string; runs: { id: string; value: number }[] };

const content = (id: string, accuracy: number, loss: number) =>
  goodRun(id, {
    metrics: { validation: { accuracy, loss } },
    primary_metric: 'accuracy',
    images: [{ id: 'x', split: 'validation', metrics: { iou: accuracy } }],
  });

/** A workspace with one run in it, and what a test does with it. */
async function prepare({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const workspace = await createWorkspace(inject('elasticsearchUrl'));
  onTestFinished(() => workspace.remove());
  await mkdir(join(workspace.folder, 'p'));
  const pathOf = (name: string) => join(workspace.folder, 'p', name);
  const drop = (id: string, accuracy: number, loss: number) =>
    writeFile(pathOf(`${id}.json`), content(id, accuracy, loss));
  await drop('first', 0.5, 0.9);
  return {
    workspace,
    pathOf,
    drop,
    status: async () => (await workspace.cli('status')).json,
    watch: (...options: string[]) => workspace.start(['watch', workspace.folder, ...options]),
    /** Waits until this run is the best, and asks the program for the ranking. */
    shows: async (expected: { id: string; value?: number; metric?: string }) => {
      await vi.waitFor(
        async () => expect(await findBestRun(workspace.url, workspace.prefix)).toMatchObject(expected),
        A_WHILE,
      );
      const { json } = await workspace.cli('best', '--project', 'p');
      expect(json).toMatchObject({ runs: [{ id: expected.id }, ...(json as Best).runs.slice(1)] });
      return json as Best;
    },
  };
}

async function stop(watch: RunningCli) {
  watch.signal('SIGTERM');
  const result = await watch.result;
  expect(result).toMatchObject({ exitCode: 0, stdout: '' });
  return result;
}

describe.concurrent('watch', { timeout: 720_000 }, () => {
  test('takes in what is dropped, changed, and declared, and ends with 0', async (context) => {
    const { workspace, pathOf, drop, watch, shows } = await prepare(context);
    const daemon = watch();
    await shows({ id: 'first' });

    await drop('second', 0.6, 1.5);
    await shows({ id: 'second', value: 0.6 });
    await drop('first', 0.7, 0.9);
    await shows({ id: 'first', value: 0.7 });

    // Written under another name and moved into place, as careful writers do.
    await writeFile(pathOf('third.json.tmp'), content('third', 0.8, 1.2));
    await rename(pathOf('third.json.tmp'), pathOf('third.json'));
    await shows({ id: 'third', value: 0.8 });

    await writeJson(pathOf('project.json'), {
      schema: 'runlens.project/1',
      primary_metric: 'loss',
      metrics: { loss: { direction: 'minimize' } },
    });
    const judged = await shows({ metric: 'loss', id: 'first', value: 0.9 });
    expect(judged.runs.map(({ id }) => id)).toEqual(['first', 'third', 'second']);
    const worst = async () => (await workspace.cli('worst-images', '--project', 'p')).json;
    await vi.waitFor(
      async () => expect(await worst()).toMatchObject({ run: 'first', images: [{ id: 'x', value: 0.7 }] }),
      A_WHILE,
    );

    // A folder that is new itself.
    await writeJson(
      join(workspace.folder, 'p', 'sweep', 'fourth.json'),
      JSON.parse(content('fourth', 0.1, 0.1)),
    );
    await shows({ id: 'fourth', value: 0.1 });
    await stop(daemon);

    // What the daemon left behind is what one pass over the same folder comes to.
    const other = workspace.newPrefix();
    await workspace.withPrefix(other, 'ingest', workspace.folder);
    expect(
      differences(await dump(workspace.url, workspace.prefix), await dump(workspace.url, other)),
    ).toEqual([]);
  });

  test('a bad file is said on standard error and listed by status, and mending it is enough', async (context) => {
    const { pathOf, drop, watch, shows, status } = await prepare(context);
    const daemon = watch();
    await shows({ id: 'first' });
    await writeFile(pathOf('bad.json'), content('bad', 0.9, 1).replace('"accuracy"', '"accuracy'));
    await vi.waitFor(
      async () =>
        expect(await status()).toMatchObject({
          rejected: 1,
          rejections: [{ path: 'p/bad.json', errors: [{ line: expect.any(Number) }] }],
        }),
      A_WHILE,
    );
    expect(daemon.stderr()).toContain('p/bad.json');
    await drop('bad', 0.9, 1);
    await shows({ id: 'bad', value: 0.9 });
    await stop(daemon);
    expect(await status()).toMatchObject({ indexed: 2, rejected: 0 });
  });

  test('a file that ends too early waits, and is listed as waiting', async (context) => {
    const { pathOf, drop, watch, shows, status } = await prepare(context);
    const daemon = watch();
    await shows({ id: 'first' });
    await writeFile(pathOf('slow.json'), content('slow', 0.9, 1).slice(0, -9));
    await vi.waitFor(
      async () =>
        expect(await status()).toMatchObject({
          waiting: 1,
          rejected: 0,
          waits: [{ path: 'p/slow.json', errors: [{ line: expect.any(Number) }] }],
        }),
      A_WHILE,
    );
    await drop('slow', 0.9, 1);
    await shows({ id: 'slow', value: 0.9 });
    await stop(daemon);
    expect(await status()).toMatchObject({ indexed: 2, waiting: 0, waits: [] });
  });

  test('with --poll it needs no notifications', async (context) => {
    const { drop, watch, shows } = await prepare(context);
    const daemon = watch('--poll', '1');
    await shows({ id: 'first' });
    await drop('second', 0.6, 1.5);
    await shows({ id: 'second' });
    await stop(daemon);
  });

  test('reads result files and nothing else', async (context) => {
    const { pathOf, drop, watch, shows, status } = await prepare(context);
    const daemon = watch();
    await shows({ id: 'first' });
    for (const name of ['a.json.part', 'a.json.tmp', '.a.json', 'a.json~', 'notes.txt', 'rows.ndjson']) {
      await writeFile(pathOf(name), content('other', 0.99, 0));
    }
    await drop('second', 0.6, 1.5);
    await shows({ id: 'second', value: 0.6 });
    await stop(daemon);
    expect(await status()).toMatchObject({ files: 2, indexed: 2, rejected: 0 });
  });

  test('outlives a folder that is away, and indices that are deleted under it', async (context) => {
    const { workspace, drop, watch, shows, status } = await prepare(context);
    const daemon = watch('--poll', '0.5');
    await shows({ id: 'first' });
    await rename(workspace.folder, `${workspace.folder}-away`);
    await vi.waitFor(() => expect(daemon.stderr()).toContain('cannot be read'), A_WHILE);
    await rename(`${workspace.folder}-away`, workspace.folder);
    await drop('second', 0.6, 1.5);
    await shows({ id: 'second', value: 0.6 });

    const indices = ['experiments', 'scores', 'images', 'series', 'files'].map(
      (name) => `${workspace.prefix}-${name}-v1`,
    );
    await request(workspace.url, indices.join(','), 'DELETE');
    await drop('third', 0.7, 1.5);
    await shows({ id: 'third', value: 0.7 });
    await stop(daemon);
    expect(await status()).toMatchObject({ indexed: 3 });
  });

  test('a daemon carries on where another one stopped', async (context) => {
    const { drop, watch, shows } = await prepare(context);
    const one = watch();
    await shows({ id: 'first' });
    await stop(one);
    await drop('second', 0.6, 1.5);
    const other = watch();
    await shows({ id: 'second' });
    const { stderr } = await stop(other);
    const ingested = stderr
      .split('\n')
      .filter((line) => line.includes('"Ingested"'))
      .map((line) => JSON.parse(line) as { indexed: number });
    expect(ingested.map(({ indexed }) => indexed)).toEqual([1]);
  });

  test('logs are lines of JSON on standard error', async (context) => {
    const { watch, shows } = await prepare(context);
    const daemon = watch();
    await shows({ id: 'first' });
    const { stderr } = await stop(daemon);
    const lines = stderr.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ msg: expect.any(String) });
  });
});
