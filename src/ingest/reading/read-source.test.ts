import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint } from '../../adapters/digest.ts';
import { openFolder } from '../../adapters/fs/folder.ts';
import { codec } from '../../adapters/codec.ts';
import { MISSING } from '../../domain/ledger/entry.ts';
import type { PlainImage } from '../../domain/rows/index.ts';
import type { Image, SeriesPoint } from '../../domain/model/run.ts';
import type { Folder } from '../ports/folder.ts';
import { readSource } from './read-source.ts';

let root: string;
let folder: Folder;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'read-source-'));
  await mkdir(join(root, 'watched'));
  const opened = await openFolder(join(root, 'watched'));
  if (opened.type !== 'folder') throw new Error(opened.reason);
  folder = opened.folder;
});
afterEach(() => rm(root, { recursive: true }));

const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: 0.9 } } };

async function write(path: string, content: unknown): Promise<void> {
  const file = join(root, 'watched', path);
  await mkdir(dirname(file), { recursive: true });
  const isRaw = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(file, isRaw ? content : JSON.stringify(content));
}

const read = (path: string) => readSource({ path, files: [] }, { folder, codec, fingerprint });

async function readRun(path = 'p/run.json') {
  const source = await read(path);
  if (source.type !== 'run') throw new Error('it is not a run', { cause: source });
  return source;
}

async function readRejected(path = 'p/run.json') {
  const source = await read(path);
  if (source.type !== 'rejected') throw new Error('it was not rejected', { cause: source });
  return source;
}

/** All that a run says, its rows read once more. */
async function readRows(path?: string) {
  const source = await readRun(path);
  const images: (Image | PlainImage)[] = [];
  const series: SeriesPoint[] = [];
  const take = {
    // A plain image is the same object every time.
    image: (image: Image | PlainImage) => void images.push({ ...image }),
    point: (point: SeriesPoint) => void series.push(point),
  };
  expect(await source.eachRow(take)).toBe('read');
  return { ...source, images, series };
}

const row = (id: string, iou: unknown = 0.5) => ({ id, split: 'val', metrics: { iou } });

describe('a file', () => {
  test('is a run, with what it was read from', async () => {
    const images = [row('a'), { ...row('b'), metrics: { dice: 1 } }];
    await write('p/run.json', { ...run, images, odd: 1 });
    const source = await readRun();
    const found = await folder.look('p/run.json');
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
    whole.add(await readFile(join(root, 'watched/p/run.json')));
    whole.endContent();
    expect(source.revision).toBe(whole.value());
  });

  test('may be packed, or begin with a byte order mark', async () => {
    await write('p/run.json.gz', gzipSync(JSON.stringify(run)));
    expect((await readRun('p/run.json.gz')).run.id).toBe('p/run');
    await write('p/bom.json', `\ufeff${JSON.stringify(run)}`);
    expect((await readRun('p/bom.json')).run.id).toBe('p/bom');
  });

  test('may be a project', async () => {
    await write('p/project.json', { schema: 'runlens.project/1', ranking_split: 'holdout' });
    expect(await read('p/project.json')).toMatchObject({
      type: 'project',
      project: { rankingSplit: 'test' },
    });
  });

  test.each<[string, string, object]>([
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
  ])('that is %s is rejected: %s', async (problem, text, error) => {
    await write('p/run.json', text);
    const source = await readRejected();
    expect(source.problem).toBe(problem);
    expect(source.errors[0]).toMatchObject(error);
    expect(source.errorCount).toBe(source.errors.length);
  });

  test('that cannot be read says why; one that is not there is missing', async () => {
    await write('p/run.json.gz', 'not packed at all');
    expect(await readRejected('p/run.json.gz')).toMatchObject({
      problem: 'unreadable',
      errors: [{ message: expect.stringMatching('cannot be unpacked') }],
    });
    expect(await read('p/none.json')).toEqual({ type: 'missing' });
  });

  test('that is a symbolic link is not followed, and is none', async () => {
    await write('p/run.json', run);
    await symlink(join(root, 'watched/p/run.json'), join(root, 'watched/p/link.json'));
    expect(await read('p/link.json')).toEqual({ type: 'missing' });
  });
});

const beside = (rows: string) => write('p/run.json', { ...run, images_file: rows });

const main = { path: 'p/run.json', state: expect.anything() };
const lines = (...rows: unknown[]) =>
  rows.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));

describe('a side file', () => {
  test('holds one row per line; blank lines mean nothing, and the last needs no end', async () => {
    await beside('rows/images.ndjson');
    await write(
      'p/rows/images.ndjson',
      `${lines(row('a'), '', row('b'), '  ').join('\r\n')}\r\n${lines(row('c'))[0]}`,
    );
    const source = await readRows();
    expect(source.images.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const found = await folder.look('p/rows/images.ndjson');
    expect(source.files).toEqual([main, { path: 'p/rows/images.ndjson', state: found?.state }]);
    expect(source.modifiedAt).toBe(found?.modifiedAt);
  });

  test('counts for what the run is: another line, another revision', async () => {
    await beside('a.ndjson');
    await write('p/a.ndjson', lines(row('a'))[0]);
    const before = await readRun();
    expect((await readRun()).revision).toBe(before.revision);
    await write('p/a.ndjson', lines(row('a', 0.6))[0]);
    expect((await readRun()).revision).not.toBe(before.revision);
  });

  test('may be packed, and of series', async () => {
    await write('p/run.json', { ...run, images_file: './i.ndjson.gz', series_file: '../p/s.ndjson' });
    await write('p/i.ndjson.gz', gzipSync(lines(row('a'), row('b')).join('\n')));
    const series = {
      name: 's',
      split: 'test',
      timestamps: ['2026-01-01', '2026-01-02'],
      target: [1, Number.NaN],
    };
    await write('p/s.ndjson', JSON.stringify(series).replace('null', 'NaN'));
    const source = await readRows();
    expect([source.images.length, source.series.length, source.files.length]).toEqual([2, 2, 3]);
    expect(source.series[1]).toMatchObject({ timestamp: '2026-01-02T00:00:00.000Z', target: undefined });
  });

  test('keeps what is not finite, and a later row replaces an earlier one with a warning', async () => {
    await beside('a.ndjson');
    const notFinite = JSON.stringify(row('b', 'X')).replace('"X"', 'NaN');
    await write('p/a.ndjson', lines(row('a', 0.1), notFinite, row('a', 0.9)).join('\n'));
    const source = await readRows();
    expect(source.images).toMatchObject([
      { id: 'b', nonfinite: ['iou'] },
      { type: 'plain', id: 'a' },
    ]);
    expect(source.facts.counts).toMatchObject({ images: 2, images_not_finite: 1 });
    expect(source.warnings).toMatchObject([{ file: 'p/a.ndjson', line: 3 }]);
  });

  test('may have rows whose names look alike', async () => {
    const images = [
      { id: 'a" of split "x', split: 'y', metrics: {} },
      { id: 'a', split: 'x" of split "y', metrics: {} },
    ];
    await write('p/run.json', { ...run, images });
    expect(await readRows()).toMatchObject({
      images: images.map(({ id, split }) => ({ id, split })),
      warningCount: 0,
    });
  });

  test('with bad rows has each of them named by its line, and the run is rejected', async () => {
    await beside('a.ndjson');
    const good = lines(row('1'), row('2'), '{"id": "3"', row('4'), row('5'), '', row('7', '0.5'), row('8'));
    await write('p/a.ndjson', good.join('\n'));
    const source = await readRejected();
    expect(source).toMatchObject({
      problem: 'invalid',
      errorCount: 2,
      files: [main, { path: 'p/a.ndjson' }],
    });
    expect(source.errors).toMatchObject([
      { file: 'p/a.ndjson', line: 3 },
      {
        file: 'p/a.ndjson',
        line: 7,
        path: 'metrics.iou',
        message: expect.stringMatching('expected a number'),
      },
    ]);
  });

  test('that is not there yet makes the run wait for it', async () => {
    await beside('a.ndjson');
    expect(await readRejected()).toMatchObject({
      problem: 'incomplete',
      errors: [{ path: 'images_file', message: 'the file "a.ndjson" is not there (looked for p/a.ndjson)' }],
      files: [main, { path: 'p/a.ndjson', state: MISSING }],
    });
  });

  test.each(['../../outside.ndjson', '/etc/hostname', 'C:\\rows.ndjson', 'a/../../../b.ndjson'])(
    '%s, outside the folder, is refused',
    async (path) => {
      await beside(path);
      await writeFile(join(root, 'outside.ndjson'), JSON.stringify(row('a')));
      expect(await readRejected()).toMatchObject({
        problem: 'invalid',
        errors: [{ path: 'images_file', message: expect.stringMatching('lies outside the watched folder') }],
        files: [main],
      });
    },
  );

  test('that is a symbolic link is not followed; the run is read again when that changes', async () => {
    await writeFile(join(root, 'outside.ndjson'), JSON.stringify(row('a')));
    await beside('a.ndjson');
    await symlink(join(root, 'outside.ndjson'), join(root, 'watched/p/a.ndjson'));
    expect(await readRejected()).toMatchObject({
      problem: 'invalid',
      errors: [{ path: 'images_file', message: expect.stringMatching('symbolic link') }],
      files: [main, { path: 'p/a.ndjson', state: MISSING }],
    });
  });

  test('is not the run file itself, which would then be read by nobody', async () => {
    await beside('run.json');
    expect(await readRejected()).toMatchObject({ problem: 'invalid', files: [main] });
  });

  test('that is still being written makes the run incomplete, to be read again', async () => {
    await beside('a.ndjson');
    const busy: Folder = {
      ...folder,
      stream: async (path, take) =>
        path === 'p/run.json' ? folder.stream(path, take) : { type: 'changing' },
    };
    expect(
      await readSource({ path: 'p/run.json', files: [] }, { folder: busy, codec, fingerprint }),
    ).toMatchObject({
      problem: 'incomplete',
      files: [main, { path: 'p/a.ndjson', state: MISSING }],
    });
  });

  test('that is no text says where', async () => {
    await beside('a.ndjson');
    await write('p/a.ndjson', Uint8Array.from([123, 10, 0xe9, 10]));
    const source = await readRejected();
    expect(source.errors).toMatchObject([
      { file: 'p/a.ndjson', line: 2, message: expect.stringMatching('UTF-8') },
    ]);
  });

  test('with integers that no double holds is warned of, like the run file', async () => {
    await beside('a.ndjson');
    await write('p/a.ndjson', `{"id": "a", "split": "val", "metrics": {"n": 9007199254740993}}`);
    expect((await readRun()).warnings).toMatchObject([{ file: 'p/a.ndjson', line: 1, path: 'metrics.n' }]);
  });
});
