/** A changed project file judges all runs again, also those whose files are long gone. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readAll } from '../support/dump.ts';
import { copyExamples, editJson, resultFiles } from '../support/examples.ts';
import {
  expectedRanking,
  expectedWorst,
  readImages,
  readRunFiles,
  type ExpectedRun,
  type Rules,
} from '../support/oracle.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

const PROJECT = 'digit-segmentation';

type Experiment = {
  run: { id: string };
  primary: Record<string, number | string | undefined>;
  record: { is: boolean; value: number; gain: number | null; previous: string | null } | null;
  is_best: boolean;
};

const CASES: Required<Rules>[] = [
  { metric: 'iou', direction: 'maximize', split: 'validation', optimal: 1, baseline: 0.5 },
  { metric: 'dice', direction: 'minimize', split: 'validation', optimal: 0.25, baseline: -0.5 },
  { metric: 'pixel_accuracy', direction: 'maximize', split: 'test', optimal: 1, baseline: 0.8 },
];

function close(value: number | undefined) {
  if (value === undefined) return undefined;
  return expect.closeTo(value, 12);
}

function byId(a: { id: string }, b: { id: string }) {
  return a.id < b.id ? -1 : 1;
}

function asStored(run: ExpectedRun) {
  return {
    id: run.id,
    value: run.value,
    score: run.score,
    train: run.train,
    validation: run.validation,
    test: run.test,
    bias: close(run.bias),
    variance: close(run.variance),
    test_gap: close(run.test_gap),
    improvement: close(run.improvement),
    record: {
      is: run.record.is,
      value: run.record.value,
      gain: close(run.record.gain),
      previous: run.record.previous,
    },
  };
}

function stored({ run, primary, record }: Experiment) {
  return {
    id: run.id,
    ...Object.fromEntries(
      ['value', 'score', 'train', 'validation', 'test', 'bias', 'variance', 'test_gap', 'improvement'].map(
        (name) => [name, primary[name]],
      ),
    ),
    record: {
      is: record?.is,
      value: record?.value,
      gain: record?.gain ?? undefined,
      previous: record?.previous ?? undefined,
    },
  };
}

describe('after the project file changed', () => {
  let workspace: Workspace;
  /** The raw files, out of the product's sight. */
  let raw: string;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await copyExamples(workspace.folder, (path) => path.startsWith(PROJECT));
    await copyExamples(workspace.aside, (path) => path.startsWith(PROJECT));
    raw = join(workspace.aside, PROJECT);
    const { exitCode } = await workspace.cli('ingest', workspace.folder);
    expect(exitCode).toBe(0);
    for (const path of await resultFiles(workspace.folder)) {
      if (!path.endsWith('project.json')) await rm(join(workspace.folder, path));
    }
  });
  afterAll(() => workspace.remove());

  async function declare({
    metric,
    direction,
    split = 'validation',
    optimal,
    baseline,
  }: Rules): Promise<void> {
    await editJson(join(workspace.folder, PROJECT, 'project.json'), (project) => ({
      ...project,
      primary_metric: metric,
      primary_image_metric: metric,
      ranking_split: split,
      metrics: { [metric]: { direction, optimal, baseline } },
    }));
    const { exitCode, json } = await workspace.cli('ingest', workspace.folder);
    expect({ exitCode, json }).toMatchObject({ exitCode: 0, json: { files: 1, projects: 1, rejected: 0 } });
  }

  const experiments = async () =>
    (await readAll(workspace.url, `${workspace.prefix}-experiments`, 'experiments')).map(
      ({ source }) => source as Experiment,
    );

  test.each(CASES)('by $metric on $split, to $direction', async (rules) => {
    await declare(rules);
    const expected = expectedRanking(readRunFiles(raw), rules);
    expect(expected).toHaveLength(32);
    const [first] = expected;

    const indexed = await experiments();
    expect(indexed.map(stored).toSorted(byId)).toEqual(expected.map(asStored).toSorted(byId));
    expect(indexed.filter((each) => each.is_best).map(({ run }) => run.id)).toEqual([first?.id]);
    for (const { primary } of indexed) {
      expect(primary).toMatchObject({
        metric: rules.metric,
        direction: rules.direction,
        direction_from: 'project',
        optimal_from: 'project',
        split: rules.split,
      });
    }

    const best = await workspace.cli('best', '--project', PROJECT, '--top', '100');
    expect(best.json).toMatchObject({
      metric: rules.metric,
      direction: rules.direction,
      split: rules.split,
      runs: expected.map((run, index) => ({
        rank: index + 1,
        id: run.id,
        value: run.value,
        score: run.score,
        bias: close(run.bias),
        variance: close(run.variance),
        test_gap: close(run.test_gap),
        is_record: run.record.is,
      })),
    });

    const rows = readImages(raw, first?.id ?? '');
    const shown = await readAll(workspace.url, `${workspace.prefix}-images-best`, 'images');
    function rowOf({ source }: (typeof shown)[number]) {
      const { run, id, split, primary } = source as {
        run: { id: string };
        id: string;
        split: string;
        primary: { value: number; score: number; metric: string };
      };
      return [run.id, split, id, primary.metric, primary.value, primary.score].join(' ');
    }
    const sign = rules.direction === 'maximize' ? 1 : -1;
    expect(shown.map(rowOf).toSorted()).toEqual(
      rows
        .map((row) => {
          const value = row.metrics[rules.metric] ?? NaN;
          return [first?.id, row.split, row.id, rules.metric, value, sign * value].join(' ');
        })
        .toSorted(),
    );

    const worst = await workspace.cli('worst-images', '--project', PROJECT, '--count', '150');
    expect(worst.json).toMatchObject({ run: first?.id, metric: rules.metric, direction: rules.direction });
    const { images } = worst.json as { images: { id: string; value: number }[] };
    expect(images.map(({ id, value }) => ({ id, value }))).toEqual(
      expectedWorst(rows, { metric: rules.metric, direction: rules.direction }, 150),
    );
  });

  test('another metric and another run than the best, by name', async () => {
    const worst = await workspace.cli(
      'worst-images',
      '--project',
      PROJECT,
      '--run',
      'logreg-008',
      '--metric',
      'iou',
      '--count',
      '40',
    );
    const { images } = worst.json as { images: { id: string; value: number }[] };
    expect(images.map(({ id, value }) => ({ id, value }))).toEqual(
      expectedWorst(readImages(raw, 'logreg-008'), { metric: 'iou', direction: 'maximize' }, 40),
    );
  });

  test('what came of a project file that is bad now stays as it was', async () => {
    const path = join(workspace.folder, PROJECT, 'project.json');
    const good = await readFile(path, 'utf8');
    const before = await experiments();
    await writeFile(path, good.slice(0, -20));
    const { exitCode, json } = await workspace.cli('ingest', workspace.folder);
    expect({ exitCode, json }).toMatchObject({ exitCode: 1, json: { files: 1, rejected: 1, projects: 0 } });
    expect(await experiments()).toEqual(before);
    await writeFile(path, good);
  });
});
