import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { test, type Reading } from '../../../test/support/reading.ts';
import { MISSING } from '../../domain/ledger/entry.ts';
import type { Folder } from '../ports/folder.ts';

const run = { schema: 'runlens.run/1', metrics: { val: { accuracy: 0.9 } } };

function row(id: string, iou: unknown = 0.5) {
  return { id, split: 'val', metrics: { iou } };
}

function beside(reading: Reading, rows: string): Promise<void> {
  return reading.write('p/run.json', { ...run, images_file: rows });
}

/** The run file, as the ledger is going to know it. */
const main = { path: 'p/run.json', state: expect.anything() };

function lines(...rows: unknown[]): string[] {
  return rows.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

describe('a side file', () => {
  test('holds one row per line; blank lines mean nothing, and the last needs no end', async ({ reading }) => {
    await beside(reading, 'rows/images.ndjson');
    await reading.write(
      'p/rows/images.ndjson',
      `${lines(row('a'), '', row('b'), '  ').join('\r\n')}\r\n${lines(row('c'))[0]}`,
    );
    const source = await reading.readRows();
    expect(source.images.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const found = await reading.folder.look('p/rows/images.ndjson');
    expect(source.files).toEqual([main, { path: 'p/rows/images.ndjson', state: found?.state }]);
    expect(source.modifiedAt).toBe(found?.modifiedAt);
  });

  test('counts for what the run is: another line, another revision', async ({ reading }) => {
    await beside(reading, 'a.ndjson');
    await reading.write('p/a.ndjson', lines(row('a'))[0]);
    const before = await reading.readRun();
    expect((await reading.readRun()).revision).toBe(before.revision);
    await reading.write('p/a.ndjson', lines(row('a', 0.6))[0]);
    expect((await reading.readRun()).revision).not.toBe(before.revision);
  });

  test('may be packed, and of series', async ({ reading }) => {
    await reading.write('p/run.json', { ...run, images_file: './i.ndjson.gz', series_file: '../p/s.ndjson' });
    await reading.write('p/i.ndjson.gz', gzipSync(lines(row('a'), row('b')).join('\n')));
    const series = {
      name: 's',
      split: 'test',
      timestamps: ['2026-01-01', '2026-01-02'],
      target: [1, Number.NaN],
    };
    await reading.write('p/s.ndjson', JSON.stringify(series).replace('null', 'NaN'));
    const source = await reading.readRows();
    expect([source.images.length, source.series.length, source.files.length]).toEqual([2, 2, 3]);
    expect(source.series[1]).toMatchObject({ timestamp: '2026-01-02T00:00:00.000Z', target: undefined });
  });

  test('keeps what is not finite, and a later row replaces an earlier one with a warning', async ({
    reading,
  }) => {
    await beside(reading, 'a.ndjson');
    const notFinite = JSON.stringify(row('b', 'X')).replace('"X"', 'NaN');
    await reading.write('p/a.ndjson', lines(row('a', 0.1), notFinite, row('a', 0.9)).join('\n'));
    const source = await reading.readRows();
    expect(source.images).toMatchObject([
      { id: 'b', nonfinite: ['iou'] },
      { type: 'plain', id: 'a' },
    ]);
    expect(source.facts.counts).toMatchObject({ images: 2, images_not_finite: 1 });
    expect(source.warnings).toMatchObject([{ file: 'p/a.ndjson', line: 3 }]);
  });

  test('may have rows whose names look alike', async ({ reading }) => {
    const images = [
      { id: 'a" of split "x', split: 'y', metrics: {} },
      { id: 'a', split: 'x" of split "y', metrics: {} },
    ];
    await reading.write('p/run.json', { ...run, images });
    expect(await reading.readRows()).toMatchObject({
      images: images.map(({ id, split }) => ({ id, split })),
      warningCount: 0,
    });
  });

  test('with bad rows has each of them named by its line, and the run is rejected', async ({ reading }) => {
    await beside(reading, 'a.ndjson');
    const good = lines(row('1'), row('2'), '{"id": "3"', row('4'), row('5'), '', row('7', '0.5'), row('8'));
    await reading.write('p/a.ndjson', good.join('\n'));
    const source = await reading.readRejected();
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

  test('that is not there yet makes the run wait for it', async ({ reading }) => {
    await beside(reading, 'a.ndjson');
    expect(await reading.readRejected()).toMatchObject({
      problem: 'incomplete',
      errors: [{ path: 'images_file', message: 'the file "a.ndjson" is not there (looked for p/a.ndjson)' }],
      files: [main, { path: 'p/a.ndjson', state: MISSING }],
    });
  });

  test.for(['../../outside.ndjson', '/etc/hostname', 'C:\\rows.ndjson', 'a/../../../b.ndjson'])(
    '%s, outside the folder, is refused',
    async (path, { reading }) => {
      await beside(reading, path);
      await writeFile(join(reading.outside, 'outside.ndjson'), JSON.stringify(row('a')));
      expect(await reading.readRejected()).toMatchObject({
        problem: 'invalid',
        errors: [{ path: 'images_file', message: expect.stringMatching('lies outside the watched folder') }],
        files: [main],
      });
    },
  );

  test('that is a symbolic link is not followed; the run is read again when that changes', async ({
    reading,
  }) => {
    await writeFile(join(reading.outside, 'outside.ndjson'), JSON.stringify(row('a')));
    await beside(reading, 'a.ndjson');
    await symlink(join(reading.outside, 'outside.ndjson'), join(reading.root, 'p/a.ndjson'));
    expect(await reading.readRejected()).toMatchObject({
      problem: 'invalid',
      errors: [{ path: 'images_file', message: expect.stringMatching('symbolic link') }],
      files: [main, { path: 'p/a.ndjson', state: MISSING }],
    });
  });

  test('is not the run file itself, which would then be read by nobody', async ({ reading }) => {
    await beside(reading, 'run.json');
    expect(await reading.readRejected()).toMatchObject({ problem: 'invalid', files: [main] });
  });

  test('that is still being written makes the run incomplete, to be read again', async ({ reading }) => {
    await beside(reading, 'a.ndjson');
    const busy: Folder = {
      ...reading.folder,
      stream: async (path, take) =>
        path === 'p/run.json' ? reading.folder.stream(path, take) : { type: 'changing' },
    };
    expect(await reading.read('p/run.json', busy)).toMatchObject({
      problem: 'incomplete',
      files: [main, { path: 'p/a.ndjson', state: MISSING }],
    });
  });

  test('that is no text says where', async ({ reading }) => {
    await beside(reading, 'a.ndjson');
    await reading.write('p/a.ndjson', Uint8Array.from([123, 10, 0xe9, 10]));
    const source = await reading.readRejected();
    expect(source.errors).toMatchObject([
      { file: 'p/a.ndjson', line: 2, message: expect.stringMatching('UTF-8') },
    ]);
  });

  test('with integers that no double holds is warned of, like the run file', async ({ reading }) => {
    await beside(reading, 'a.ndjson');
    await reading.write('p/a.ndjson', `{"id": "a", "split": "val", "metrics": {"n": 9007199254740993}}`);
    expect((await reading.readRun()).warnings).toMatchObject([
      { file: 'p/a.ndjson', line: 1, path: 'metrics.n' },
    ]);
  });
});
