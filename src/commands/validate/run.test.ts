import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect } from 'vitest';
import { goodRun } from '../../../test/support/bad-files.ts';
import { test } from '../../../test/support/test.ts';
import { runValidate } from './run.ts';

const running = { signal: new AbortController().signal, signalExitCode: () => 130 as const };

let top: string;
test.beforeEach(async ({ folder }) => {
  top = folder;
  await mkdir(join(top, 'results', 'p'), { recursive: true });
});

function pathOf(name: string) {
  return join(top, 'results', 'p', name);
}

function put(name: string, id: string) {
  return writeFile(pathOf(name), goodRun(id));
}

describe('a path through a symbolic link', () => {
  beforeEach(async () => {
    await put('a.json', 'a');
    await symlink(join(top, 'results'), join(top, 'link'));
  });

  test.each([
    [['link'], undefined],
    [['link', 'p', 'a.json'], undefined],
    [['link', 'p', 'a.json'], 'link'],
    [['link', 'p'], 'results'],
    [['results', 'p'], 'link'],
  ])('%j below %j is valid', async (parts, root) => {
    const report = await runValidate(
      [join(top, ...parts)],
      root === undefined ? undefined : join(top, root),
      running,
    );
    expect(report).toMatchObject({ type: 'result', exitCode: 0, json: { files: 1, valid: 1 } });
  });

  test('does not lie in another folder', async () => {
    await mkdir(join(top, 'results', 'q'));
    const report = await runValidate([join(top, 'link', 'p')], join(top, 'results', 'q'), running);
    expect(report).toMatchObject({ failure: { what: expect.stringContaining('does not lie in') } });
  });
});

describe('two files that tell the same run', () => {
  beforeEach(async () => {
    await put('a.json', 'same');
    await put('b.json', 'same');
  });

  test('the second is rejected, as ingest would', async () => {
    expect(await runValidate([pathOf('a.json'), pathOf('b.json')], undefined, running)).toMatchObject({
      exitCode: 1,
      json: {
        files: 2,
        valid: 1,
        rejected: [
          {
            path: pathOf('b.json'),
            errors: [{ path: 'run.id', message: expect.stringContaining(`told by ${pathOf('a.json')}`) }],
          },
        ],
      },
    });
  });

  test('but a file that is named twice is one', async () => {
    const path = pathOf('a.json');
    expect(await runValidate([path, path, join(top, 'results')], undefined, running)).toMatchObject({
      json: { files: 2, valid: 1 },
    });
    await rm(pathOf('b.json'));
    expect(await runValidate([path, path, join(top, 'results')], undefined, running)).toMatchObject({
      exitCode: 0,
      json: { files: 1, valid: 1 },
    });
  });
});

test('what is wrong in a side file is told by its own path', async () => {
  await writeFile(pathOf('a.json'), goodRun('a', { images_file: 'a.ndjson' }));
  await writeFile(pathOf('a.ndjson'), '{"id":"1","split":"validation","metrics":{"iou":"0.5"}}\n');
  const report = await runValidate([pathOf('a.json')], undefined, running);
  const place = `${relative(process.cwd(), pathOf('a.ndjson'))}:1:49`;
  expect(report).toMatchObject({
    json: { rejected: [{ errors: [{ path: 'metrics.iou', file: 'p/a.ndjson', line: 1 }] }] },
    notes: [expect.stringMatching(`^${place} +metrics\\.iou +error: .*in the rows of ${pathOf('a.json')}`)],
  });
});

test('a signal ends it between two files, without a result', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await put(`${name}.json`, name);
  let asked = 0;
  const signal = {
    get aborted() {
      asked += 1;
      return asked > 3;
    },
  } as AbortSignal;
  const stopped = await runValidate([join(top, 'results')], undefined, {
    signal,
    signalExitCode: () => 143,
  });
  expect(stopped).toEqual({ type: 'result', exitCode: 143, json: undefined, sections: [] });
  // Before the folder, before three files, and at the end: two files were never come to.
  expect(asked).toBe(5);
});
