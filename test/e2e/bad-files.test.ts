/** Bad files beside good ones: the good are in, every bad one is named with its reason, and mending it is enough. */

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { BAD_FILES, goodRun } from '../support/bad-files.ts';
import { dump } from '../support/dump.ts';
import type { CliResult } from '../support/running.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

type Listed = { path: string; errors: Record<string, unknown>[] };

const GOOD = ['good/a.json', 'good/b.json', 'good/deeper/c.json', 'good/names.json'];
const CONFLICT = ['bad/twice-1.json', 'bad/twice-2.json'] as const;

let workspace: Workspace;
/** What the first ingest of the folder said. */
let first: CliResult;

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(workspace.folder, path, '..'), { recursive: true });
  await writeFile(join(workspace.folder, path), content);
}

async function ingestAll(): Promise<void> {
  workspace = await createWorkspace(inject('elasticsearchUrl'));
  await write('../outside.ndjson', '{"id":"a","split":"validation","metrics":{"iou":1}}');
  for (const path of GOOD) await write(path, goodRun(path));
  // Names that are dangerous to programs, and no more than names here.
  await write(
    'good/names.json',
    goodRun('good/names.json', {
      hyperparameters: { constructor: { prototype: { polluted: true } }, toString: 1, hasOwnProperty: 'no' },
      metrics: { constructor: { valueOf: 0.4 }, validation: { accuracy: 0.5, toString: 0.25 } },
      primary_metric: 'accuracy',
    }),
  );
  // Names that do not count, whatever is in them.
  for (const name of ['.hidden.json', 'x.json.tmp', 'x.json.part', 'x.json~', 'notes.txt'])
    await write(`good/${name}`, 'no JSON');
  for (const { path, content, beside = {} } of BAD_FILES) {
    for (const [name, text] of Object.entries(beside)) await write(`bad/${name}`, text);
    await write(`bad/${path}`, content);
  }
  for (const path of CONFLICT) await write(path, goodRun('twice', { project: 'bad' }));
  first = await workspace.cli('ingest', workspace.folder);
}

function listed(result: CliResult, key: 'errors' | 'rejections') {
  return new Map(
    (result.json as Record<typeof key, Listed[]>)[key].map(({ path, errors }) => [path, errors] as const),
  );
}

describe('bad files beside good ones', () => {
  beforeAll(ingestAll);
  afterAll(() => workspace.remove());

  test('there are more than 20 kinds', () => {
    expect(BAD_FILES.length).toBeGreaterThan(20);
  });

  test('the good ones are in, and nothing else is', async () => {
    expect(first.exitCode).toBe(1);
    expect(first.json).toMatchObject({
      files: GOOD.length + BAD_FILES.length + 2,
      indexed: GOOD.length + 1,
      rejected: BAD_FILES.length + 1,
      documents: { experiments: GOOD.length + 1, images: 0, series: 0 },
    });
    const runs = [...(await dump(workspace.url, workspace.prefix)).values()]
      .filter(({ index }) => index === 'experiments')
      .map(({ source }) => (source['run'] as { id: string }).id);
    expect(runs.toSorted()).toEqual([...GOOD, 'twice'].toSorted());
  });

  test.each(BAD_FILES)('$path is named with its reason and its place', ({ path, error }) => {
    const { message, ...place } = error;
    const [told] = listed(first, 'errors').get(`bad/${path}`) ?? [];
    expect(told).toMatchObject({ ...place, message: expect.stringMatching(message) });
    expect(first.stderr).toContain(`bad/${path}`);
    const where = [error.file ?? `bad/${path}`, error.line].filter((part) => part !== undefined).join(':');
    expect(`\n${first.stderr}`).toContain(`\n${where}`);
  });

  test('the second of two files with the same run is named, with the first', () => {
    const [told] = listed(first, 'errors').get(CONFLICT[1]) ?? [];
    expect(told).toMatchObject({ path: 'run.id', message: expect.stringContaining(CONFLICT[0]) });
    expect(listed(first, 'errors').has(CONFLICT[0])).toBe(false);
  });

  test('validate says the same of each', async () => {
    const result = await workspace.cli('validate', workspace.folder);
    expect(result.exitCode).toBe(1);
    expect(result.json).toMatchObject({ valid: GOOD.length + 1 });
    const { rejected } = result.json as { rejected: Listed[] };
    const errors = [...listed(first, 'errors')].filter(([path]) => path !== CONFLICT[1]);
    const conflicts = rejected.filter((file) => said(file.errors).includes(RIVALRY));
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]?.path).toContain(CONFLICT[1]);
    expect(rejected.filter((file) => !conflicts.includes(file)).map((file) => file.errors)).toEqual(
      errors.map(([, told]) => told),
    );
  });

  test('status lists them', async () => {
    const result = await workspace.cli('status', workspace.folder);
    expect(result.exitCode).toBe(0);
    expect(result.json).toMatchObject({
      files: GOOD.length + BAD_FILES.length + 2,
      indexed: GOOD.length + 1,
      rejected: BAD_FILES.length + 1,
      rejections: expect.arrayContaining([
        expect.objectContaining({ path: 'bad/newer.json', seen_at: expect.stringMatching(/^\d{4}-/) }),
      ]),
    });
    expect(listed(result, 'rejections')).toEqual(listed(first, 'errors'));
    const table = await workspace.cli('--format', 'table', 'status');
    expect(table.stdout).toMatch(
      /^bad\/images-bad-row\.json .* bad\/bad-row\.images\.ndjson:2 metrics\.iou /m,
    );
  });

  test('names that objects have from birth are names like any other', async () => {
    const all = [...(await dump(workspace.url, workspace.prefix)).values()].filter(
      ({ source }) => (source['run'] as { id: string } | undefined)?.id === 'good/names.json',
    );
    const scores = all.filter(({ index }) => index === 'scores').map(({ source }) => source);
    expect(new Set(scores.map(({ split, metric, value }) => [split, metric, value].join(' ')))).toEqual(
      new Set(['constructor valueOf 0.4', 'validation accuracy 0.5', 'validation toString 0.25']),
    );
    expect(scores).toHaveLength(3);
    const experiment = all.find(({ index }) => index === 'experiments');
    expect(experiment?.source['hyperparameters']).toMatchObject({
      all: { constructor: { prototype: { polluted: true } }, toString: 1, hasOwnProperty: 'no' },
    });
  });
});

describe('bad files that are mended', () => {
  beforeEach(ingestAll);
  afterEach(() => workspace.remove());

  test('are taken at the next ingest', async () => {
    const mended = BAD_FILES.filter(({ path }) => !path.endsWith('.gz')).map(({ path }) => path);
    for (const path of mended) await write(`bad/${path}`, goodRun(path));
    await rm(join(workspace.folder, CONFLICT[0]));
    const result = await workspace.cli('ingest', workspace.folder);
    const left = BAD_FILES.filter(({ path }) => path.endsWith('.gz')).map(({ path }) => `bad/${path}`);
    // The conflict has resolved by itself: the file that was first has gone.
    expect(result.json).toMatchObject({ indexed: mended.length + 1, rejected: left.length });
    expect([...listed(result, 'errors').keys()].toSorted()).toEqual(left.toSorted());
    const status = await workspace.cli('status', workspace.folder);
    expect([...listed(status, 'rejections').keys()].toSorted()).toEqual(left.toSorted());
    const { json } = await workspace.cli('best', '--project', 'bad', '--top', '100');
    const ids = (json as { runs: { id: string }[] }).runs.map(({ id }) => id);
    expect(ids.toSorted()).toEqual([...mended, 'twice'].toSorted());
  });

  test('a side file that arrives late is enough', async () => {
    await write('bad/waits.json', goodRun('waits', { images_file: 'waits.images.ndjson' }));
    const without = await workspace.cli('ingest', workspace.folder);
    expect([...listed(without, 'errors').keys()]).toContain('bad/waits.json');
    await write('bad/waits.images.ndjson', '{"id":"a","split":"validation","metrics":{"iou":1}}\r\n');
    const result = await workspace.cli('ingest', workspace.folder);
    expect(result.json).toMatchObject({ indexed: 1, documents: { experiments: 1, images: 1 } });
  });

  test('a good file that turns bad keeps what it said, and is listed', async () => {
    await write(GOOD[0] ?? '', '{');
    const result = await workspace.cli('ingest', workspace.folder);
    expect(result.exitCode).toBe(1);
    expect([...listed(result, 'errors').keys()]).toContain(GOOD[0]);
    const best = await workspace.cli('best', '--project', 'good');
    const ids = (best.json as { runs: { id: string }[] }).runs.map(({ id }) => id);
    expect(ids).toContain(GOOD[0]);
  });
});

const RIVALRY = 'is already told by';

function said(errors: readonly Record<string, unknown>[]): string {
  return errors.map(({ message }) => String(message)).join();
}
