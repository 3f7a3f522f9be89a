/** One change in the folder: what depends on it changes, and nothing else. */

import { readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { differences, dump, type Difference, type Dump } from '../support/dump.ts';
import { copyExamples, editJson, moveFiles } from '../support/examples.ts';
import { expectedRanking, readRunFiles, type ExpectedRun, type Rules } from '../support/oracle.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

const PROJECT = 'digit-segmentation';
const RULES: Rules = { metric: 'pixel_accuracy', direction: 'maximize', optimal: 1 };

function wanted(path: string) {
  return path.startsWith(PROJECT) || path.startsWith('macro-forecast/ar-1');
}

function judgementOf(runs: readonly ExpectedRun[], id: string) {
  return {
    best: runs[0]?.id === id,
    record: runs.find((run) => run.id === id)?.record,
  };
}

/** Runs whose place among the others, or whose record, is not what it was. */
function rejudged(before: readonly ExpectedRun[], now: readonly ExpectedRun[]): string[] {
  return now
    .map(({ id }) => id)
    .filter((id) => !isDeepStrictEqual(judgementOf(before, id), judgementOf(now, id)))
    .toSorted();
}

function ofOthers(found: readonly Difference[], run: string) {
  return found.filter(({ of }) => of !== run && of !== `${PROJECT}/${run}.json`);
}

describe('one change in the folder', () => {
  let workspace: Workspace;
  /** All documents as the last ingest left them. */
  let state: Dump;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await copyExamples(workspace.folder, wanted);
    const { exitCode } = await workspace.cli('ingest', workspace.folder);
    expect(exitCode).toBe(0);
    state = await dump(workspace.url, workspace.prefix);
  });
  afterAll(() => workspace.remove());

  const pathOf = (name: string) => join(workspace.folder, PROJECT, name);
  const ranking = () => expectedRanking(readRunFiles(join(workspace.folder, PROJECT)), RULES);

  /** Makes a change, ingests, and tells what differs now. */
  async function after(change: () => Promise<void>): Promise<{ found: Difference[]; json: unknown }> {
    const before = state;
    await change();
    const { json, exitCode } = await workspace.cli('ingest', workspace.folder);
    expect(exitCode).toBe(0);
    state = await dump(workspace.url, workspace.prefix);
    return { found: differences(before, state), json };
  }

  test('one value in one run', async () => {
    const before = ranking();
    const { found, json } = await after(() =>
      editJson(pathOf('logreg-008.json'), (content) => {
        const metrics = content['metrics'] as Record<string, Record<string, number>>;
        const validation = { ...metrics['validation'], pixel_accuracy: 0.89 };
        return { ...content, metrics: { ...metrics, validation } };
      }),
    );
    const now = ranking();
    expect(json).toMatchObject({ indexed: 1, rejected: 0, documents: { experiments: 1, images: 360 } });
    const others = ofOthers(found, 'logreg-008');
    expect(new Set(others.map(({ index, change }) => `${change} ${index}`))).toEqual(
      new Set(['changed experiments']),
    );
    expect(new Set(others.flatMap(({ fields }) => fields))).toEqual(new Set(['record']));
    const expected = rejudged(before, now).filter((id) => id !== 'logreg-008');
    expect(expected.length).toBeGreaterThan(5);
    expect(others.map(({ of }) => of).toSorted()).toEqual(expected);
    const own = found.filter(({ of }) => of === 'logreg-008');
    expect(own.filter(({ change }) => change !== 'changed')).toEqual([]);
    // One score has another value; the other eight, and the images, only say that they came with this revision.
    expect(own.filter(({ index, fields }) => index === 'scores' && fields.includes('value'))).toHaveLength(1);
    const ofImages = own.filter(({ index }) => index === 'images').map(({ fields }) => fields.join(' '));
    expect(ofImages).toHaveLength(360);
    expect(new Set(ofImages)).toEqual(new Set(['revision']));
  });

  test('one that becomes the best', async () => {
    const before = ranking();
    const { found } = await after(() =>
      editJson(pathOf('mlp-025.json'), (content) => {
        const metrics = content['metrics'] as Record<string, Record<string, number>>;
        const validation = { ...metrics['validation'], pixel_accuracy: 0.99 };
        return { ...content, metrics: { ...metrics, validation } };
      }),
    );
    const now = ranking();
    expect(now[0]?.id).toBe('mlp-025');
    const others = ofOthers(found, 'mlp-025');
    expect(others.map(({ of }) => of).toSorted()).toEqual(
      rejudged(before, now).filter((id) => id !== 'mlp-025'),
    );
    expect(others.filter(({ fields }) => fields.includes('is_best')).map(({ of }) => of)).toEqual([
      'boosting-023',
    ]);
    const worst = await workspace.cli('worst-images', '--project', PROJECT, '--count', '1');
    expect(worst.json).toMatchObject({ run: 'mlp-025' });
  });

  test('one file less: its run stays, and so does everything else', async () => {
    const gone = ['boosting-020.json', 'boosting-020.images.ndjson'].map((name) => `${PROJECT}/${name}`);
    const { found, json } = await after(() => moveFiles(gone, workspace.folder, workspace.aside));
    expect(found).toEqual([]);
    expect(json).toMatchObject({ indexed: 0, rejected: 0 });
    const { json: best } = await workspace.cli('best', '--project', PROJECT, '--top', '100');
    expect((best as { runs: { id: string }[] }).runs.map(({ id }) => id)).toContain('boosting-020');
    await moveFiles(gone, workspace.aside, workspace.folder);
  });

  test('one file more, of another project: nothing of this one changes', async () => {
    const { found } = await after(() =>
      copyExamples(workspace.folder, (path) => path === 'macro-forecast/theta-16.json'),
    );
    const added = found.filter(({ change }) => change === 'added');
    expect(new Set(added.map(({ of }) => of))).toEqual(new Set(['theta-16', 'macro-forecast/theta-16.json']));
    expect(found.filter(({ of }) => !/^(ar-|theta-16|macro-forecast\/)/.test(of))).toEqual([]);
    const changed = found.filter(({ change }) => change !== 'added');
    expect(changed.map(({ change, index, fields }) => [change, index, ...fields])).toEqual(
      changed.map(() => ['changed', 'experiments', 'record']),
    );
  });

  test('one file more, the first of all: the first record is another one', async () => {
    const { found } = await after(async () => {
      const first = JSON.parse(await readFile(pathOf('threshold-000.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      const { images_file: _file, ...rest } = first;
      const run = { id: 'new-900', ended_at: '2020-01-01T00:00:00Z' };
      await writeFile(pathOf('new-900.json'), JSON.stringify({ ...rest, run }));
    });
    // Equal scores: the earlier run holds the record, so that the one which held it before does not any more.
    const changed = found.filter(({ change }) => change === 'changed');
    expect(changed.map(({ index, fields }) => [index, ...fields])).toEqual(
      changed.map(() => ['experiments', 'record']),
    );
    const holders = changed.map(({ of }) => of);
    expect(holders).toContain('threshold-000');
    expect(holders).not.toContain('boosting-023');
    expect(found.filter(({ change }) => change === 'removed')).toEqual([]);
  });

  test('fewer images: the rows that are no longer in the file are gone', async () => {
    const sideFile = pathOf('mlp-024.images.ndjson');
    const lines = (await readFile(sideFile, 'utf8')).split('\n').filter((line) => line !== '');
    const { found, json } = await after(() => writeFile(sideFile, lines.slice(0, 100).join('\n')));
    expect(json).toMatchObject({ indexed: 1, documents: { images: 100 } });
    const removed = found.filter(({ change }) => change === 'removed');
    expect(removed).toHaveLength(lines.length - 100);
    expect(new Set(removed.map(({ index, of }) => `${index} ${of}`))).toEqual(new Set(['images mlp-024']));
    expect(ofOthers(found, 'mlp-024')).toEqual([]);
    const left = [...state.values()].filter(
      ({ index, source }) => index === 'images' && (source['run'] as { id: string }).id === 'mlp-024',
    );
    expect(left).toHaveLength(100);
    expect(new Set(left.map(({ source }) => source['id']))).toEqual(
      new Set(lines.slice(0, 100).map((line) => (JSON.parse(line) as { id: string }).id)),
    );
  });

  test('no image at all any more', async () => {
    const { found } = await after(() =>
      editJson(pathOf('mlp-026.json'), ({ images_file: _file, ...content }) => content),
    );
    expect(found.filter(({ change }) => change === 'removed')).toHaveLength(360);
    expect(ofOthers(found, 'mlp-026')).toEqual([]);
  });

  test('another id in the same file: the run of the old one is gone with all its rows', async () => {
    const { found } = await after(() =>
      editJson(pathOf('naive-bayes-003.json'), (content) => ({
        ...content,
        run: { ...(content['run'] as object), id: 'naive-bayes-renamed' },
      })),
    );
    const of = (change: string) =>
      Object.entries(
        Object.groupBy(
          found.filter((each) => each.change === change),
          ({ index }) => index,
        ),
      )
        .map(([index, all]) => `${index} ${all?.length} ${all?.[0]?.of}`)
        .toSorted();
    expect(of('removed')).toEqual([
      'experiments 1 naive-bayes-003',
      'images 360 naive-bayes-003',
      'scores 9 naive-bayes-003',
    ]);
    expect(of('added')).toEqual([
      'experiments 1 naive-bayes-renamed',
      'images 360 naive-bayes-renamed',
      'scores 9 naive-bayes-renamed',
    ]);
  });
});
