/** A run of several files, in a format of its own, from the first scan to its deletion. */

import { describe, expect, it } from 'vitest';
import { INCOMPLETE, SCAN_INTERVAL, SETTLE, watch } from '../../test/support/memory-watch.ts';
import { createPlace, runFile } from '../../test/support/memory-world.ts';
import { formatsWithTrial } from '../../test/support/trial-format.ts';
import { MISSING } from '../domain/ledger/entry.ts';

const TRIAL = 'tuning/7.trial';
const SUMMARY = `${TRIAL}/summary.txt`;
const SCORES = `${TRIAL}/scores.csv`;
const WHOLE = { [SUMMARY]: 'accuracy=0.9', [SCORES]: 'a.png,0.8\nb.png,0.6\n' };

/** A daemon that has caught up with a folder. */
async function watching(files: Record<string, unknown> = {}, options: Parameters<typeof watch>[1] = {}) {
  const place = createPlace(formatsWithTrial);
  for (const [path, content] of Object.entries(files)) place.folder.write(path, content);
  const daemon = await watch(place, options);
  await place.clock.advance(SETTLE);
  function write(path: string, content: unknown): void {
    place.folder.write(path, content);
    daemon.hint(path);
  }
  function remove(path: string): void {
    place.folder.remove(path);
    daemon.hint(path);
  }
  function images(): unknown[] {
    return place.rows('images', TRIAL, 'tuning').map(({ id, metrics }) => [id, metrics]);
  }
  return { ...place, ...daemon, write, remove, images, trial: () => place.run(TRIAL, 'tuning') };
}

describe('a scan', () => {
  it('finds one source: its documents are written, and it has one entry with both files', async () => {
    const { trial, images, entry, memory, folder } = await watching(WHOLE);
    expect(trial()).toMatchObject({
      project: 'tuning',
      source: { path: TRIAL, format: 'trial' },
      primary: { metric: 'accuracy', value: 0.9 },
      is_best: true,
    });
    expect(images()).toEqual([
      ['a.png', { iou: 0.8 }],
      ['b.png', { iou: 0.6 }],
    ]);
    expect(memory.documents('files')).toHaveLength(1);
    const [summary, scores] = await Promise.all([folder.look(SUMMARY), folder.look(SCORES)]);
    expect(entry(TRIAL)).toMatchObject({
      status: 'indexed',
      files: [
        { path: SUMMARY, state: summary?.state },
        { path: SCORES, state: scores?.state },
      ],
      content: { kind: 'run', project: 'tuning', counts: { experiments: 1, scores: 1, images: 2 } },
    });
  });

  it('that finds nothing changed asks nothing of Elasticsearch', async () => {
    const { memory, clock, entry } = await watching(WHOLE);
    expect(entry(TRIAL)?.status).toBe('indexed');
    memory.requests.length = 0;
    await clock.advance(3 * SCAN_INTERVAL);
    expect(memory.requests).toEqual([]);
  });
});

it('settles as a whole: the time begins again with each of its files', async () => {
  const { write, clock, entry } = await watching();
  write(SUMMARY, WHOLE[SUMMARY]);
  await clock.advance(SETTLE - 1);
  write(SCORES, WHOLE[SCORES]);
  await clock.advance(SETTLE - 1);
  expect(entry(TRIAL)).toBeUndefined();
  await clock.advance(1);
  expect(entry(TRIAL)?.status).toBe('indexed');
});

describe('a change of one file', () => {
  it('of the summary changes the score, and keeps the images', async () => {
    const { write, clock, trial, images } = await watching(WHOLE);
    const before = images();
    write(SUMMARY, 'accuracy=0.7');
    await clock.advance(SETTLE);
    expect(trial()).toMatchObject({ primary: { value: 0.7 } });
    expect([before.length, images()]).toEqual([2, before]);
  });

  it('of the scores replaces the images, and keeps the score', async () => {
    const { write, clock, trial, images } = await watching(WHOLE);
    write(SCORES, 'b.png,0.5\nc.png,0.4\n');
    await clock.advance(SETTLE);
    expect(trial()).toMatchObject({ primary: { value: 0.9 } });
    expect(images()).toEqual([
      ['b.png', { iou: 0.5 }],
      ['c.png', { iou: 0.4 }],
    ]);
  });
});

describe.each([
  [SUMMARY, SCORES],
  [SCORES, SUMMARY],
] as const)('without %s', (missing, other) => {
  it('waits for it, and is indexed when it comes', async () => {
    const { write, clock, entry, trial } = await watching({ [other]: WHOLE[other] });
    expect(entry(TRIAL)).toMatchObject({ status: 'waiting', problem: 'incomplete' });
    expect(entry(TRIAL)?.files).toContainEqual({ path: missing, state: MISSING });
    write(missing, WHOLE[missing]);
    await clock.advance(SETTLE);
    expect([entry(TRIAL)?.status, trial()]).toMatchObject(['indexed', { primary: { value: 0.9 } }]);
  });

  it('is rejected in the end; a run that was indexed before stays', async () => {
    const { remove, clock, entry, trial, images } = await watching(WHOLE);
    remove(missing);
    await clock.advance(SETTLE);
    expect(entry(TRIAL)?.status).toBe('waiting');
    await clock.advance(INCOMPLETE + SCAN_INTERVAL);
    expect(entry(TRIAL)).toMatchObject({ status: 'rejected', problem: 'incomplete' });
    expect([trial(), images().length]).toMatchObject([{ primary: { value: 0.9 } }, 2]);
  });
});

describe('a deletion', () => {
  const vanished = { onDelete: 'remove', scans: 2, share: 1 } as const;

  it('of both files removes the documents; the run is indexed again when the files are back', async () => {
    const { remove, write, clock, entry, trial, images } = await watching(WHOLE, { vanished });
    remove(SUMMARY);
    remove(SCORES);
    await clock.advance(2 * SCAN_INTERVAL);
    expect([entry(TRIAL)?.status, trial(), images()]).toEqual(['gone', undefined, []]);
    write(SUMMARY, WHOLE[SUMMARY]);
    write(SCORES, WHOLE[SCORES]);
    await clock.advance(SETTLE);
    expect([entry(TRIAL)?.status, trial(), images().length]).toMatchObject(['indexed', { is_best: true }, 2]);
  });

  it('of one file is no deletion of the run', async () => {
    const { remove, clock, entry, images } = await watching(WHOLE, { vanished });
    remove(SCORES);
    await clock.advance(4 * SCAN_INTERVAL);
    expect([entry(TRIAL)?.status, images().length]).toEqual(['waiting', 2]);
  });
});

describe('beside runs of another format', () => {
  const OTHER = 'tuning/other.json';

  it('both are judged together', async () => {
    const { run, trial } = await watching({ ...WHOLE, [OTHER]: runFile('other', 0.95) });
    expect([trial()?.['is_best'], run('other', 'tuning')?.['is_best']]).toEqual([false, true]);
  });

  it('new rules derive both again, each from the original that its own format has stored', async () => {
    const { write, run, trial, clock } = await watching({ ...WHOLE, [OTHER]: runFile('other', 0.95) });
    const rules = { schema: 'runlens.project/1', metrics: { accuracy: { direction: 'minimize' } } };
    write('tuning/project.json', rules);
    await clock.advance(SETTLE);
    expect(trial()).toMatchObject({ primary: { value: 0.9, direction: 'minimize' } });
    expect([trial()?.['is_best'], run('other', 'tuning')?.['is_best']]).toEqual([true, false]);
  });
});
