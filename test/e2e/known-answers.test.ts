/** The example results, whose answers were worked out by hand: every number below is written down, none computed. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { dump, request, writeCounts } from '../support/dump.ts';
import { copyExamples, writeJson } from '../support/examples.ts';
import type { CliResult } from '../support/running.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

type Runs = { runs: Record<string, unknown>[] };
type Images = { images: { id: string; value: number }[] };

function runsOf(result: CliResult) {
  return (result.json as Runs).runs;
}
function near(number: number) {
  return expect.closeTo(number, 6) as number;
}

describe('the example results', () => {
  let workspace: Workspace;
  let ingested: CliResult;

  beforeAll(async () => {
    workspace = await createWorkspace(inject('elasticsearchUrl'));
    await copyExamples(workspace.folder);
    ingested = await workspace.cli('ingest', workspace.folder);
  });
  afterAll(() => workspace.remove());

  async function best(project: string, top: number) {
    const result = await workspace.cli('best', '--project', project, '--top', String(top));
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    return result;
  }
  async function worst(...options: string[]) {
    const result = await workspace.cli('worst-images', ...options);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    return result.json as Images;
  }
  async function recordHolders(project: string) {
    const { hits } = await request<{ hits: { hits: { _source: { run: { id: string } } }[] } }>(
      workspace.url,
      `${workspace.prefix}-experiments/_search`,
      'POST',
      {
        size: 100,
        query: { bool: { filter: [{ term: { project } }, { term: { 'record.is': true } }] } },
        sort: ['run.ended_at'],
      },
    );
    return hits.hits.map(({ _source }) => _source.run.id);
  }

  test('validate finds all of them valid', async () => {
    const result = await workspace.cli('validate', workspace.folder);
    expect(result.exitCode).toBe(0);
    expect(result.json).toEqual({ files: 110, valid: 110, rejected: [], warnings: [] });
  });

  test('ingest takes in all of them', () => {
    expect(ingested.exitCode).toBe(0);
    expect(ingested.json).toMatchObject({
      files: 110,
      indexed: 109,
      unchanged: 0,
      rejected: 0,
      projects: 1,
      documents: { experiments: 109, scores: expect.any(Number), images: 53_222, series: 4320 },
      seconds: expect.any(Number),
      errors: [],
    });
  });

  test('the indices hold as many documents as ingest says, and not one more', async () => {
    const { documents } = ingested.json as { documents: Record<string, number> };
    const all = [...(await dump(workspace.url, workspace.prefix)).values()];
    const counted = Object.groupBy(all, ({ index }) => index);
    for (const index of ['experiments', 'scores', 'images', 'series']) {
      expect([index, counted[index]?.length]).toEqual([index, documents[index]]);
    }
    expect(counted['files']).toHaveLength(110);
  });

  test('the best of digit-classification', async () => {
    const result = await best('digit-classification', 5);
    expect(result.json).toMatchObject({
      project: 'digit-classification',
      metric: 'accuracy',
      direction: 'maximize',
      split: 'validation',
    });
    expect(runsOf(result).map(({ id }) => id)).toEqual([
      'svm-014',
      'svm-030',
      'svm-035',
      'mlp-037',
      'mlp-039',
    ]);
    expect(runsOf(result)[0]).toMatchObject({
      rank: 1,
      id: 'svm-014',
      name: 'svm C=10.0 gamma=scale probability=True',
      value: 0.983287,
      score: 0.983287,
      train: 1,
      validation: 0.983287,
      test: 0.975,
      bias: near(0),
      variance: near(0.016713),
      test_gap: near(0.008287),
      ended_at: '2026-08-09T20:06:38.507Z',
      is_record: true,
    });
    expect(await recordHolders('digit-classification')).toEqual(['knn-000', 'svm-014']);
  });

  test('the best of digit-segmentation', async () => {
    const result = await best('digit-segmentation', 5);
    expect(result.json).toMatchObject({
      metric: 'pixel_accuracy',
      direction: 'maximize',
      split: 'validation',
    });
    expect(runsOf(result).map(({ rank, id }) => [rank, id])).toEqual([
      [1, 'boosting-023'],
      [2, 'boosting-020'],
      [3, 'mlp-029'],
      [4, 'boosting-022'],
      [5, 'boosting-019'],
    ]);
    expect(runsOf(result)[0]).toMatchObject({
      value: 0.896615,
      train: 0.94077,
      validation: 0.896615,
      test: 0.908247,
      bias: near(0.05923),
      variance: near(0.044155),
      test_gap: near(-0.011632),
      is_record: true,
    });
    // The holders of the record, in the order in which they ended.
    expect(await recordHolders('digit-segmentation')).toEqual([
      'threshold-000',
      'threshold-001',
      'threshold-002',
      'naive-bayes-004',
      'logreg-006',
      'logreg-008',
      'extra-trees-012',
      'extra-trees-013',
      'extra-trees-017',
      'boosting-019',
      'boosting-020',
      'boosting-023',
    ]);
  });

  test('the best of macro-forecast, where lower is better and one run diverged', async () => {
    const result = await best('macro-forecast', 100);
    expect(result.json).toMatchObject({ metric: 'mase', direction: 'minimize', split: 'validation' });
    expect(
      runsOf(result)
        .slice(0, 3)
        .map(({ id, value }) => [id, value]),
    ).toEqual([
      ['ar-12', near(3.673184)],
      ['ar-10', near(4.341053)],
      ['ar-14', near(4.358031)],
    ]);
    const [first] = runsOf(result);
    expect(first).toMatchObject({ score: near(-3.673184), test: near(5.026096) });
    for (const absent of ['train', 'bias', 'variance']) expect(first).not.toHaveProperty(absent);
    expect(runsOf(result)).toHaveLength(18);
    expect(runsOf(result).map(({ id }) => id)).not.toContain('diverged-99');
  });

  test('the best of each project', async () => {
    const result = await workspace.cli('best');
    expect(result.json).toMatchObject({
      projects: [
        { project: 'digit-classification', metric: 'accuracy', runs: [{ rank: 1, id: 'svm-014' }] },
        { project: 'digit-segmentation', metric: 'pixel_accuracy', runs: [{ rank: 1, id: 'boosting-023' }] },
        { project: 'macro-forecast', direction: 'minimize', runs: [{ rank: 1, id: 'ar-12' }] },
      ],
    });
    for (const { runs } of (result.json as { projects: Runs[] }).projects) expect(runs).toHaveLength(1);
  });

  test('the worst images of the best segmentation', async () => {
    const answer = await worst('--project', 'digit-segmentation', '--count', '10');
    expect(answer).toMatchObject({
      project: 'digit-segmentation',
      run: 'boosting-023',
      split: 'validation',
      metric: 'pixel_accuracy',
      direction: 'maximize',
    });
    expect(answer.images.map(({ id, value }) => [id, value])).toEqual([
      ['digit-0585', 0.796875],
      ['digit-0618', 0.796875],
      ['digit-0639', 0.796875],
      ['digit-0569', 0.8125],
      ['digit-0590', 0.8125],
      ['digit-0603', 0.8125],
      ['digit-0630', 0.8125],
      ['digit-0686', 0.8125],
      ['digit-0579', 0.828125],
      ['digit-0592', 0.828125],
    ]);
    expect(answer.images[0]).toMatchObject({
      rank: 1,
      metrics: { pixel_accuracy: 0.796875, iou: expect.any(Number), dice: expect.any(Number) },
      input: 'digit-segmentation/images/input/digit-0585.png',
      target: 'digit-segmentation/images/target/digit-0585.png',
      output: 'digit-segmentation/images/prediction/boosting-023/digit-0585.png',
    });
  });

  test('a hundred worst images unless another number is asked for', async () => {
    const { images } = await worst('--project', 'digit-segmentation');
    expect(images).toHaveLength(100);
    expect(images.map(({ value }) => value)).toEqual(
      images.map(({ value }) => value).toSorted((a, b) => a - b),
    );
  });

  test('the worst images of the best classification, with label and prediction', async () => {
    const answer = await worst('--project', 'digit-classification', '--count', '5');
    expect(answer).toMatchObject({ run: 'svm-014', metric: 'confidence' });
    expect(answer.images.map(({ id, value }) => [id, value])).toEqual([
      ['digit-1572', 0.02338],
      ['digit-1176', 0.03267],
      ['digit-1375', 0.04861],
      ['digit-1271', 0.06189],
      ['digit-1273', 0.11894],
    ]);
    expect(answer.images[0]).toMatchObject({ label: '9', prediction: '7' });
  });

  test('status lists nothing, and what is new in the folder waits', async () => {
    const clean = await workspace.cli('status', workspace.folder);
    expect(clean.json).toMatchObject({
      files: 110,
      indexed: 110,
      partial: 0,
      rejected: 0,
      waiting: 0,
      last_activity: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      rejections: [],
    });
  });

  test('a second ingest finds all unchanged and writes not one document', async () => {
    const before = await writeCounts(workspace.url, workspace.prefix);
    expect(Object.keys(before)).toHaveLength(5);
    const again = await workspace.cli('ingest', workspace.folder);
    expect(again.exitCode).toBe(0);
    expect(again.json).toMatchObject({
      files: 110,
      indexed: 0,
      unchanged: 110,
      rejected: 0,
      documents: { experiments: 0, scores: 0, images: 0, series: 0 },
      errors: [],
    });
    expect(await writeCounts(workspace.url, workspace.prefix)).toEqual(before);
  });

  test('setup-indices after that changes nothing', async () => {
    const { json, exitCode } = await workspace.cli('setup-indices');
    const { changes } = json as { changes: { kind: string; id: string; action: string }[] };
    expect(exitCode).toBe(0);
    expect(changes.length).toBeGreaterThan(10);
    expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['unchanged']));
  });

  test('what validate and ingest say of a bad file has path, line and column', async () => {
    const bad = join(workspace.aside, 'p', 'bad.json');
    await writeJson(bad, {
      schema: 'runlens.run/1',
      run: { id: 'r', color: 'red', ended_at: '2026-01-01T00:00:00Z' },
      metrics: { validation: { accuracy: '0.9' } },
    });
    const error = {
      path: 'metrics.validation.accuracy',
      line: 1,
      column: expect.any(Number),
      message: expect.stringMatching(/number/),
    };
    const validated = await workspace.cli('validate', bad);
    expect(validated).toMatchObject({
      exitCode: 1,
      json: { files: 1, valid: 0, rejected: [{ path: bad, errors: [error] }] },
    });
    expect(validated.json).toMatchObject({ warnings: [{ path: bad, message: expect.any(String) }] });
    const { json } = await workspace.withPrefix(workspace.newPrefix(), 'ingest', workspace.aside);
    expect(json).toMatchObject({ rejected: 1, errors: [{ path: 'p/bad.json', errors: [error] }] });
  });
});
