/** Questions that have no answer, or whose answer has names in it that are hard to print or to store. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { goodRun } from '../support/bad-files.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

describe('before anything was ingested', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await mkdir(join(workspace.folder, 'p'));
    for (const id of ['a', 'b']) await writeFile(join(workspace.folder, 'p', `${id}.json`), goodRun(id));
  });
  afterAll(() => workspace.remove());

  test.concurrent.each([
    [['best']],
    [['best', '--project', 'p']],
    [['worst-images']],
    [['worst-images', '--run', 'a']],
    [['worst-images', '--metric', 'iou']],
  ])('%j says so, and what to do', async (args) => {
    const { exitCode, stdout, stderr } = await workspace.cli(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/nothing has been ingested under this prefix yet\n.*"runlens ingest FOLDER"/);
    expect(stderr).not.toContain('exception');
  });

  test.concurrent('status has seen nothing, and says what to do', async () => {
    const { exitCode, json, stderr } = await workspace.cli('status');
    expect({ exitCode, json }).toEqual({
      exitCode: 0,
      json: {
        files: 0,
        indexed: 0,
        partial: 0,
        rejected: 0,
        waiting: 0,
        gone: 0,
        last_activity: null,
        rejections: [],
        partials: [],
        waits: [],
      },
    });
    expect(stderr).toContain('nothing has been ingested under this prefix yet');
    const ofFolder = await workspace.cli('status', workspace.folder);
    expect(ofFolder).toMatchObject({ exitCode: 0, json: { files: 0, waiting: 2 } });
  });
});

describe('a project of which no run ranks', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await mkdir(join(workspace.folder, 'p'));
    for (const id of ['a', 'b', 'c'])
      await writeFile(
        join(workspace.folder, 'p', `${id}.json`),
        goodRun(id, { run: { id, status: 'failed' } }),
      );
    for (const id of ['d', 'e'])
      await writeFile(
        join(workspace.folder, 'p', `${id}.json`),
        goodRun(id, { metrics: { validation: { accuracy: 1, f1: 1 } } }),
      );
    expect(await workspace.cli('ingest', workspace.folder)).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => workspace.remove());

  const reasons = '3 runs are not completed; 2 have no primary metric: name one in project.json.';

  test.concurrent('best says why, in words and in JSON', async () => {
    const unranked = { 'not-completed': 3, 'no-primary-metric': 2 };
    const json = await workspace.cli('best', '--project', 'p');
    expect(json).toMatchObject({ exitCode: 0, json: { project: 'p', runs: [], ranked: 0, unranked } });
    const table = await workspace.cli('--format', 'table', 'best', '--project', 'p');
    expect(table).toMatchObject({ exitCode: 0, stdout: `p\nNo run of this project ranks: ${reasons}\n` });
  });

  test.concurrent('best of all projects does so too', async () => {
    const table = await workspace.cli('--format', 'table', 'best');
    expect(table).toMatchObject({ exitCode: 0, stdout: `No run ranks: ${reasons}\n` });
  });
});

describe('a metric that no image of the split has', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await mkdir(join(workspace.folder, 'p'));
    const images = [
      { id: '1', split: 'validation', metrics: { iou: 0.5, dice: 'NAN' } },
      { id: '2', split: 'test', metrics: { f1: 0.5 } },
    ];
    const run = goodRun('a', { images }).replace('"NAN"', 'NaN');
    await writeFile(join(workspace.folder, 'p', 'a.json'), run);
    expect(await workspace.cli('ingest', workspace.folder)).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => workspace.remove());

  test.concurrent.each([
    ['dice', /none of its images has a finite "dice"/],
    ['f1', /those with "f1" are on test \(1\)/],
  ])('--metric %s is told as what it is', async (metric, message) => {
    const { exitCode, stderr } = await workspace.cli('worst-images', '--metric', metric);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(message) });
  });
});

describe('names that are hard to print or to store', () => {
  let workspace: Workspace;
  const project = 'p\u001b[2J';

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    const images: object[] = [
      { id: '1', split: 'validation', metrics: { 'iou/cat': 0.1, iou_cat: 0.9, constructor: 0.5 } },
      { id: '2', split: 'validation', metrics: { 'iou/cat': 0.2, iou_cat: 0.8 } },
      { id: '3', split: 'validation', metrics: { 'iou/cat': 0.3 } },
      { id: '4', split: 'validation', metrics: { iou_cat: 0.05 } },
      { id: '5', split: 'validation', metrics: { 'e\u001b[2J': 0.5, constructor: 0.6 } },
    ];
    const direction = 'maximize';
    const metric_definitions = {
      'iou/cat': { direction },
      iou_cat: { direction },
      constructor: { direction },
      'e\u001b[2J': { direction },
    };
    await mkdir(join(workspace.folder, 'p'));
    const run = goodRun('a', { project, images, metric_definitions, primary_image_metric: 'iou/cat' });
    await writeFile(join(workspace.folder, 'p', 'a.json'), run);
    expect(await workspace.cli('ingest', workspace.folder)).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => workspace.remove());

  async function worst(metric: string) {
    const { json } = await workspace.cli('worst-images', '--metric', metric);
    return (json as { images: { id: string; value: number }[] }).images.map(({ id, value }) => [id, value]);
  }

  test.concurrent('two metrics whose names become one field are told apart', async () => {
    expect(await worst('iou/cat')).toEqual([
      ['1', 0.1],
      ['2', 0.2],
      ['3', 0.3],
    ]);
    expect(await worst('iou_cat')).toEqual([
      ['4', 0.05],
      ['2', 0.8],
      ['1', 0.9],
    ]);
  });

  test.concurrent('also after the rules of the project have changed', async () => {
    const other = workspace.newPrefix();
    expect(await workspace.withPrefix(other, 'ingest', workspace.folder)).toMatchObject({ exitCode: 0 });
    const rules = { schema: 'runlens.project/1', project, primary_image_metric: 'iou_cat' };
    await writeFile(join(workspace.aside, 'project.json'), JSON.stringify(rules));
    expect(await workspace.withPrefix(other, 'ingest', workspace.aside)).toMatchObject({ exitCode: 0 });
    const { json } = await workspace.withPrefix(other, 'worst-images');
    expect(json).toMatchObject({
      metric: 'iou_cat',
      images: [
        { id: '4', value: 0.05 },
        { id: '2', value: 0.8, metrics: { 'iou/cat': 0.2, iou_cat: 0.8 } },
        { id: '1', value: 0.9 },
      ],
    });
  });

  test.concurrent('a metric has the name that it came with', async () => {
    expect(await worst('constructor')).toEqual([
      ['1', 0.5],
      ['5', 0.6],
    ]);
    const { stdout } = await workspace.cli('worst-images');
    expect(stdout).not.toContain('[native code]');
  });

  test.concurrent('no control character reaches the terminal', async () => {
    for (const args of [
      ['best', '--project', project],
      ['best'],
      ['best', '--project', 'q'],
      ['worst-images', '--metric', 'e\u001b[2J'],
      ['worst-images', '--metric', 'nonsense'],
    ]) {
      const { stdout, stderr } = await workspace.cli('--format', 'table', ...args);
      expect(stdout + stderr).toContain('[2J');
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });
});
