/** Rankings say what is not in them, and why. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { goodRun } from '../support/bad-files.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

let workspace: Workspace;

function rules(direction: string) {
  return JSON.stringify({ schema: 'runlens.project/1', metrics: { accuracy: { direction } } });
}

function withNaN(id: string, extra: object) {
  return goodRun(id, extra).replaceAll('"NAN"', 'NaN');
}

async function write(path: string, text: string) {
  await mkdir(dirname(join(workspace.folder, path)), { recursive: true });
  await writeFile(join(workspace.folder, path), text);
}

beforeAll(async () => {
  workspace = await createWorkspace(inject('elasticsearchUrl'));
  const images = [
    { id: '1', split: 'validation', metrics: { iou: 0.5 } },
    { id: '2', split: 'validation', metrics: { iou: 'NAN' } },
    { id: '3', split: 'validation', metrics: { iou: 'NAN' } },
    { id: '4', split: 'validation', metrics: {} },
    { id: '5', split: 'test', metrics: { iou: 'NAN' } },
  ];
  await write('p/2026/a.json', withNaN('a', { images }));
  await write('p/b.json', goodRun('b', { run: { id: 'b', status: 'failed' } }));
  await write('p/c.json', withNaN('c', { metrics: { validation: { accuracy: 'NAN' } } }));
  await write('p/project.json', rules('up'));
  await write('mixed/deep/a.json', goodRun('a', { project: 'named' }));
  await write('mixed/project.json', rules('upwards'));
  await write('good/a.json', goodRun('a'));
  await write('good/project.json', rules('maximize'));
  await write('good/deep/bad.json', goodRun('bad', { metrics: 1 }));
  await write('turned/a.json', goodRun('a'));
  await write('turned/rules.json', rules('maximize'));
  expect((await workspace.cli('ingest', workspace.folder)).json).toMatchObject({ rejected: 3 });
  await write('turned/rules.json', rules('sideways'));
  expect((await workspace.cli('ingest', workspace.folder)).json).toMatchObject({ rejected: 4 });
});
afterAll(() => workspace.remove());

const runs = 'runlens: not ranked: 1 run is not completed; 1 has a value that is not finite.\n';

test.concurrent.each(['table', 'csv'])('runs, beside a %s', async (format) => {
  const { stderr, stdout } = await workspace.cli('--format', format, 'best', '--project', 'p');
  expect(stderr).toContain(runs);
  expect(stdout).not.toContain('not ranked');
  expect((await workspace.cli('--format', format, 'best')).stderr).toBe(runs);
  const good = await workspace.cli('--format', format, 'best', '--project', 'good');
  expect(good).toMatchObject({ exitCode: 0, stderr: '' });
});

test.concurrent('runs, in a field of JSON', async () => {
  const { json, stderr } = await workspace.cli('best', '--project', 'p');
  expect(json).toMatchObject({ unranked: { 'not-completed': 1, 'not-finite': 1 } });
  expect(stderr).not.toContain('not ranked');
});

const images = 'runlens: not ranked: 2 images with a "iou" that is not finite; 1 without a "iou".\n';

test.concurrent('images, of this split alone', async () => {
  const table = await workspace.cli('--format', 'table', 'worst-images', '--project', 'p');
  expect(table.stderr).toBe(images);
  const { json, stderr } = await workspace.cli('worst-images', '--project', 'p', '--metric', 'iou');
  expect({ json, stderr }).toMatchObject({
    json: { images: [{ id: '1' }], unranked: { 'not-finite': 2, 'metric-missing': 1 } },
    stderr: '',
  });
});

test.concurrent('csv says whose images they are, and of which ranking a run is', async () => {
  const worst = await workspace.cli('--format', 'csv', 'worst-images', '--project', 'p');
  expect(worst).toMatchObject({
    stdout: 'rank,id,value,project,run,split,metric,direction\r\n1,1,0.5,p,a,validation,iou,maximize\r\n',
    stderr: images,
  });
  const ranking = await workspace.cli('--format', 'csv', 'best', '--project', 'p');
  expect(ranking.stdout).toMatch(/,project,metric,direction,split\r\n.*,p,accuracy,maximize,validation\r\n$/);
});

test.concurrent.each([
  ['p', /p\/project\.json was rejected, and its rules are not in force: metrics\.accuracy\.direction .*"up"/],
  ['named', /mixed\/project\.json was rejected.*"upwards"/],
  ['turned', /turned\/rules\.json was rejected, and what it said before is still in force:.*"sideways"/],
])('best of %s warns of rejected rules, beside JSON too', async (project, message) => {
  const { exitCode, stderr } = await workspace.cli('best', '--project', project);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(message) });
  expect(stderr.match(/was rejected/g)).toHaveLength(1);
});
