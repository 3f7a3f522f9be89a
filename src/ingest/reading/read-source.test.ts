import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { test } from '../../../test/support/reading.ts';
import { fingerprint } from '../../adapters/digest.ts';

const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: 0.9 } } };

function row(id: string, iou: unknown = 0.5) {
  return { id, split: 'val', metrics: { iou } };
}

describe('a file', () => {
  test('is a run, with what it was read from', async ({ reading }) => {
    const images = [row('a'), { ...row('b'), metrics: { dice: 1 } }];
    await reading.write('p/run.json', { ...run, images, odd: 1 });
    const source = await reading.readRun();
    const found = await reading.folder.look('p/run.json');
    expect(source).toMatchObject({
      files: [{ path: 'p/run.json', state: found?.state }],
      modifiedAt: found?.modifiedAt,
      run: { project: 'p', id: 'p/run' },
      facts: {
        imageMetrics: ['dice', 'iou'],
        counts: { scores: 1, images: 2, images_not_finite: 0, series: 0 },
      },
      warnings: [{ path: 'odd', line: 1 }],
      warningCount: 1,
    });
    const whole = fingerprint();
    whole.add(await readFile(join(reading.root, 'p/run.json')));
    whole.endContent();
    expect(source.revision).toBe(whole.value());
  });

  test('may be packed, or begin with a byte order mark', async ({ reading }) => {
    await reading.write('p/run.json.gz', gzipSync(JSON.stringify(run)));
    expect((await reading.readRun('p/run.json.gz')).run.id).toBe('p/run');
    await reading.write('p/bom.json', `\ufeff${JSON.stringify(run)}`);
    expect((await reading.readRun('p/bom.json')).run.id).toBe('p/bom');
  });

  test('may be a project', async ({ reading }) => {
    await reading.write('p/project.json', { schema: 'runlens.project/1', ranking_split: 'holdout' });
    expect(await reading.read('p/project.json')).toMatchObject({
      type: 'project',
      project: { rankingSplit: 'test' },
    });
  });

  test.for<[string, string, object]>([
    ['malformed', '{"schema": "runlens.run/1",\n oops}', { line: 2 }],
    ['incomplete', '', {}],
    ['incomplete', '{"schema": "runlens.run/1", "metr', { line: 1 }],
    [
      'invalid',
      '{\n"schema": "runlens.run/1",\n"metrics": {"val": {"a": "1"}}}',
      { path: 'metrics.val.a', line: 3 },
    ],
    ['invalid', '{"schema": "runlens.run/2"}', { path: 'schema', message: expect.stringMatching('newer') }],
    [
      'invalid',
      '{"schema": 123456789012345678901234567890}',
      { message: expect.stringMatching('looked for') },
    ],
  ])('that is %s is rejected: %s', async ([problem, text, error], { reading }) => {
    await reading.write('p/run.json', text);
    const source = await reading.readRejected();
    expect(source.problem).toBe(problem);
    expect(source.errors[0]).toMatchObject(error);
    expect(source.errorCount).toBe(source.errors.length);
  });

  test('that cannot be read says why; one that is not there is missing', async ({ reading }) => {
    await reading.write('p/run.json.gz', 'not packed at all');
    expect(await reading.readRejected('p/run.json.gz')).toMatchObject({
      problem: 'unreadable',
      errors: [{ message: expect.stringMatching('cannot be unpacked') }],
    });
    expect(await reading.read('p/none.json')).toEqual({ type: 'missing' });
  });

  test('that is a symbolic link is not followed, and is none', async ({ reading }) => {
    await reading.write('p/run.json', run);
    await symlink(join(reading.root, 'p/run.json'), join(reading.root, 'p/link.json'));
    expect(await reading.read('p/link.json')).toEqual({ type: 'missing' });
  });
});
