import { describe, expect, test } from 'vitest';
import { digest } from '../../adapters/digest.ts';
import { aProject, aRun, defined, scoresOf } from '../../../test/support/domain-values.ts';
import type { Project, Run } from '../model/run.ts';
import { derive } from '../judging/derived.ts';
import { experimentDocument, judgementFields } from './experiment.ts';
import { runKey } from './ids.ts';

function bodyOf(run: Partial<Run> = {}, project: Partial<Project> = {}) {
  const whole = aRun(run);
  const document = experimentDocument({
    key: runKey(digest, whole.project, whole.id),
    run: whole,
    original: '{}',
    facts: { imageMetrics: [], counts: { scores: 1, images: 0, images_not_finite: 0, series: 0 } },
    derived: derive(whole, [], aProject(project), digest),
    revision: 'r1',
  });
  expect(document).toMatchObject({ index: 'experiments', id: 'ScBMsmS6sUUw96vrpTLhYo' });
  return JSON.parse(JSON.stringify(document.body)) as Record<string, unknown>;
}

test('the primary numbers have fixed names, so that one dashboard serves every project', () => {
  const body = bodyOf(
    { scores: scoresOf('accuracy', { train: 1, validation: 0.75, test: 0.5 }) },
    { definitions: defined({ accuracy: { baseline: 0.5, level: 'business', unit: 'ratio' } }) },
  );
  expect(body['primary']).toEqual({
    metric: 'accuracy',
    metric_from: 'only-metric',
    direction: 'maximize',
    direction_from: 'well-known',
    level: 'business',
    unit: 'ratio',
    optimal: 1,
    optimal_from: 'well-known',
    baseline: 0.5,
    split: 'validation',
    value: 0.75,
    score: 0.75,
    train: 1,
    validation: 0.75,
    test: 0.5,
    bias: 0,
    variance: 0.25,
    test_gap: 0.25,
    improvement: 0.5,
  });
  expect(body).toMatchObject({ ranks: true });
  expect(body).not.toHaveProperty('unranked_because');
});

test('a run that does not rank says why, and keeps what is not finite by name', () => {
  const scores = [
    ...scoresOf('loss', { validation: undefined, train: 1 }),
    ...scoresOf('auc', { test: undefined }),
  ];
  expect(bodyOf({ scores, primaryMetric: 'loss' })).toMatchObject({
    ranks: false,
    unranked_because: 'not-finite',
    nonfinite: ['auc', 'loss'],
    metrics: ['auc', 'loss'],
    splits: ['test', 'train', 'validation'],
    primary: { metric: 'loss', train: 1 },
  });
});

test('where a run came from is said', () => {
  expect(bodyOf()['source']).toEqual({
    path: 'digits/svm-014.json',
    format: 'runlens',
    modified_at: '2026-08-09T12:10:01.000Z',
  });
});

function fields(hyperparameters: Record<string, unknown>) {
  return bodyOf({ hyperparameters })['hyperparameters'];
}

describe('hyperparameters', () => {
  test('are kept whole, and besides numbers as numbers and words as words', () => {
    expect(fields({ optim: { 'lr (initial)': 0.1, name: 'adam', amsgrad: false }, layers: [8, 8] })).toEqual({
      all: { optim: { 'lr (initial)': 0.1, name: 'adam', amsgrad: false }, layers: [8, 8] },
      pairs: ['layers=[8,8]', 'optim.amsgrad=false', 'optim.lr (initial)=0.1', 'optim.name=adam'],
      number: { optim_lr_initial: 0.1 },
      keyword: { optim_name: 'adam', optim_amsgrad: 'false', layers: '[8,8]' },
    });
  });

  test('whose fields would be the same have each a field of its own', () => {
    expect(fields({ 'a.b': 1, a: { b: 2 }, a_b: 'c' })).toMatchObject({
      number: { a_b_2: 2, a_b_2_2: 1 },
      keyword: { a_b: 'c' },
    });
  });

  test('that no field can hold are text', () => {
    expect(fields({ seed: 2n ** 63n, clip: Infinity })).toEqual({
      all: { seed: '9223372036854775808', clip: 'Infinity' },
      pairs: ['clip=Infinity', 'seed=9223372036854775808'],
      number: {},
      keyword: { seed: '9223372036854775808', clip: 'Infinity' },
    });
  });

  test('that are nested deeper than Elasticsearch takes are text from there on', () => {
    let deep: unknown = 'the end';
    for (let depth = 0; depth < 30; depth += 1) deep = { a: deep };
    const { all } = fields({ deep }) as { all: unknown };
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(...Object.values(value).map(depthOf)) : 0;
    expect(depthOf(all)).toBeLessThanOrEqual(20);
    expect(JSON.stringify(all)).toContain('the end');
  });
});

describe('a judgement', () => {
  test('of a new record', () => {
    const record = {
      is: true,
      value: 0.9,
      score: 0.9,
      gain: 0.1,
      previous: 'knn-3',
      changes: [
        { name: 'k', before: '3' },
        { name: 'lr', after: '0.1' },
        { name: 'C', before: '1', after: '10' },
      ],
    };
    expect(judgementFields({ key: 'k', isBest: true, record })).toEqual({
      is_best: true,
      record: {
        is: true,
        value: 0.9,
        score: 0.9,
        gain: 0.1,
        previous: 'knn-3',
        changed: ['k', 'lr', 'C'],
        changes: ['k: 3 → –', 'lr: – → 0.1', 'C: 1 → 10'],
      },
    });
  });

  test('takes away what it does not say', () => {
    const record = { is: true, value: 1, score: -1 };
    expect(judgementFields({ key: 'k', isBest: false, record })['record']).toEqual({
      ...record,
      gain: null,
      previous: null,
      changed: null,
      changes: null,
    });
    expect(judgementFields({ key: 'k', isBest: false })).toEqual({ is_best: false, record: null });
  });
});
