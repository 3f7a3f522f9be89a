import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { test, type Reading } from '../../../test/support/reading.ts';
import { MISSING } from '../../domain/ledger/entry.ts';
import type { Folder } from '../ports/folder.ts';

const TRIAL = 'tuning/7.trial';
const SUMMARY = `${TRIAL}/summary.txt`;
const SCORES = `${TRIAL}/scores.csv`;

async function writeTrial({ write }: Reading, rows = 2): Promise<void> {
  await write(SUMMARY, 'accuracy=0.9');
  await write(SCORES, Array.from({ length: rows }, (_, n) => `${n}.png,0.${n}\n`).join(''));
}

describe('a run of several files', () => {
  test('is read whole, whatever its files are called', async ({ reading }) => {
    await writeTrial(reading);
    const found = await reading.folder.find(TRIAL);
    const source = await reading.readRows(TRIAL);
    expect(source).toMatchObject({
      path: TRIAL,
      run: { project: 'tuning', scores: [{ value: 0.9 }], source: { format: 'trial' } },
      facts: { imageMetrics: ['iou'], counts: { images: 2 } },
      images: [{ id: '0.png' }, { id: '1.png' }],
      warningCount: 0,
    });
    const stateOf = (path: string) => found?.files.find((file) => file.path === path)?.state;
    // In the order in which the format wanted them.
    expect(source.files).toEqual([SUMMARY, SCORES].map((path) => ({ path, state: stateOf(path) })));
  });

  test('has another revision when any of its files has another content', async ({ reading }) => {
    await writeTrial(reading);
    const revisions = [(await reading.readRun(TRIAL)).revision];
    await appendFile(join(reading.root, SCORES), '2.png,0.2\n');
    revisions.push((await reading.readRun(TRIAL)).revision);
    await reading.write(SUMMARY, 'accuracy=0.8');
    revisions.push((await reading.readRun(TRIAL)).revision);
    expect(new Set(revisions).size).toBe(3);
    expect((await reading.readRun(TRIAL)).revision).toBe(revisions[2]);
  });

  test('is dated by the file that was changed last', async ({ reading }) => {
    await writeTrial(reading);
    const { modifiedAt } = await reading.readRun(TRIAL);
    const times = (await reading.folder.find(TRIAL))?.files.map((file) => file.modifiedAt) ?? [];
    expect(modifiedAt).toBe(times.toSorted().at(-1));
  });

  test.for([SUMMARY, SCORES])(
    'without %s waits for it, and is known to lack it',
    async (path, { reading }) => {
      await writeTrial(reading);
      await rm(join(reading.root, path));
      const source = await reading.readRejected(TRIAL);
      expect(source).toMatchObject({ problem: 'incomplete', path: TRIAL });
      expect(source.files).toContainEqual({ path, state: MISSING });
    },
  );

  test('knows of a file that belongs to it, although its format did not want it', async ({ reading }) => {
    await writeTrial(reading);
    await reading.write(SUMMARY, 'no number');
    const source = await reading.readRejected(TRIAL);
    expect(source).toMatchObject({ problem: 'invalid', errors: [{ message: 'has no accuracy' }] });
    expect(source.files.map((file) => file.path)).toEqual([SUMMARY, SCORES]);
  });

  test('is still being written when one of its files changes, or goes, while it is read', async ({
    reading,
  }) => {
    await writeTrial(reading);
    for (const type of ['changing', 'missing'] as const) {
      const busy: Folder = {
        ...reading.folder,
        stream: async (path, take) => (path === SCORES ? { type } : reading.folder.stream(path, take)),
      };
      expect(await reading.read(TRIAL, busy)).toEqual({ type: 'changing' });
    }
  });
});

describe('rows that are read once more', () => {
  const ROWS = 200_000;
  const ignore = { plain: () => undefined, image: () => undefined, point: () => undefined };

  test('are read from the file again where they are many', async ({ reading }) => {
    await writeTrial(reading, ROWS);
    expect((await reading.readRows(TRIAL)).images).toHaveLength(ROWS);
  });

  test('mean nothing where the file has changed since', async ({ reading }) => {
    await writeTrial(reading, ROWS);
    const source = await reading.readRun(TRIAL);
    await appendFile(join(reading.root, SCORES), 'more.png,0.5\n');
    expect(await source.eachRow(ignore)).toBe('changing');
  });

  test('wait for their taker, a piece of the file at a time', async ({ reading }) => {
    await writeTrial(reading, 3);
    const source = await reading.readRun(TRIAL);
    const taken: string[] = [];
    await source.eachRow({
      ...ignore,
      image: async () => {
        taken.push('begun');
        await Promise.resolve();
        taken.push('done');
      },
    });
    expect(taken).toEqual(['begun', 'done', 'begun', 'done', 'begun', 'done']);
  });
});
