import { describe, expect, test } from 'vitest';
import { normaliseProject, normaliseRun } from './normalise.ts';
import type { Run } from './schema.ts';

const mtime = '2026-08-09T12:00:00.000Z';

function normalised(parts: Partial<Run> = {}, path = 'digits/deep/svm-014.json') {
  return normaliseRun({ schema: 'runlens.run/1', metrics: { val: { accuracy: 0.9 } }, ...parts }, 'digits', {
    path,
    modifiedAt: mtime,
  });
}

test('what a run does not say has the default that the format says', () => {
  expect(normalised()).toEqual({
    project: 'digits',
    id: 'digits/deep/svm-014',
    name: 'digits/deep/svm-014',
    status: 'completed',
    startedAt: mtime,
    endedAt: mtime,
    tags: [],
    environment: {},
    hyperparameters: {},
    scores: [{ metric: 'accuracy', split: 'validation', value: 0.9 }],
    definitions: new Map(),
    artifacts: [],
    source: { path: 'digits/deep/svm-014.json', format: 'runlens', modifiedAt: mtime },
  });
});

describe('identity', () => {
  test.each([
    ['p/a.json', 'p/a'],
    ['p/a.json.gz', 'p/a'],
    ['p/a.JSON', 'p/a'],
    ['p/a.json.json', 'p/a.json'],
    ['a.b/c.d.json', 'a.b/c.d'],
  ])('%s is run %s', (path, id) => {
    expect(normalised({}, path).id).toBe(id);
  });

  test('is what the file says, whatever its path; the name defaults to it', () => {
    expect(normalised({ run: { id: 'x' } })).toMatchObject({ id: 'x', name: 'x' });
    expect(normalised({ run: { id: 'x', name: 'X' } })).toMatchObject({ id: 'x', name: 'X' });
    expect(normalised({ run: { id: null, name: null } })).toMatchObject({ name: 'digits/deep/svm-014' });
  });
});

describe('times', () => {
  test('are UTC, from text or from epoch milliseconds, and the time between them is told', () => {
    const run = { started_at: '2026-08-09T12:00:00+02:00', ended_at: Date.UTC(2026, 7, 9, 10, 30) };
    expect(normalised({ run })).toMatchObject({
      startedAt: '2026-08-09T10:00:00.000Z',
      endedAt: '2026-08-09T10:30:00.000Z',
      durationSeconds: 1800,
    });
  });

  test('fall back on the file; a start that nobody told is not later than the end', () => {
    const ended = normalised({ run: { ended_at: '2026-08-01T00:00:00Z' } });
    expect(ended).toMatchObject({
      startedAt: '2026-08-01T00:00:00.000Z',
      endedAt: '2026-08-01T00:00:00.000Z',
    });
    expect(ended.durationSeconds).toBeUndefined();
    const started = normalised({ run: { started_at: '2026-08-01T00:00:00Z' } });
    expect(started).toMatchObject({ startedAt: '2026-08-01T00:00:00.000Z', endedAt: mtime });
    expect(started.durationSeconds).toBeUndefined();
  });
});

test('splits have their usual names, also in the sizes of a dataset', () => {
  const run = normalised({
    metrics: { Train: { a: 1 }, dev: { a: 2 }, holdout: { a: 3 }, 'site A': { a: 4 } },
    dataset: { name: 'd', splits: { training: { size: 3 }, valid: { size: null }, extra: {} } },
  });
  expect(run.scores.map(({ split }) => split)).toEqual(['train', 'validation', 'test', 'site A']);
  expect(run.dataset).toEqual({ name: 'd', splits: { train: { size: 3 }, validation: {}, extra: {} } });
});

test('metrics come in two forms, and say the same', () => {
  const rows = normalised({
    metrics: [
      { name: 'a', split: 'val', value: 1 },
      { name: 'a', split: 'val', value: 2, entity: 'x', step: 7 },
    ],
  });
  expect(rows.scores).toEqual([
    { metric: 'a', split: 'validation', value: 1 },
    { metric: 'a', split: 'validation', value: 2, entity: 'x', step: 7 },
  ]);
  expect(normalised({ metrics: { val: { a: 1 } } }).scores).toEqual(rows.scores.slice(0, 1));
});

test('a number that is not finite is absent, wherever it stands; one beyond 2^53 is rounded', () => {
  const run = normalised({
    metrics: [
      { name: 'a', split: 'val', value: Number.NaN, step: Number.NaN },
      { name: 'b', split: 'val', value: -Infinity },
      { name: 'c', split: 'val', value: 2n ** 64n + 1n },
      { name: 'd', split: 'val', value: 10n ** 400n },
    ],
    metric_definitions: {
      a: { optimal: Infinity, baseline: Number.NaN, unit: '%' },
      b: { optimal: 2n ** 64n },
    },
  });
  expect(run.scores.map(({ metric, value, step }) => [metric, value, step])).toEqual([
    ['a', undefined, undefined],
    ['b', undefined, undefined],
    ['c', 2 ** 64, undefined],
    ['d', undefined, undefined],
  ]);
  expect(run.definitions).toEqual(
    new Map([
      ['a', { unit: '%' }],
      ['b', { optimal: 2 ** 64 }],
    ]),
  );
});

test('a seed is kept digit by digit', () => {
  expect(normalised({ run: { seed: 2n ** 63n + 1n } }).seed).toBe('9223372036854775809');
  expect(normalised({ run: { seed: 0 } }).seed).toBe('0');
});

test('keys that the format does not name stay in the original: no index has a field for them', () => {
  const run = normalised({
    code: { commit: 'c', dirty: null, ci: { job: 2n } } as Run['code'],
    dataset: { splits: { train: { size: 1, hash: 2n } } } as unknown as Run['dataset'],
    artifacts: [{ name: 'm', uri: 'u', bytes: null, more: 1 }] as unknown as Run['artifacts'],
    metric_definitions: { a: { level: 'proxy', more: 1 } } as Run['metric_definitions'],
  });
  expect(run.code).toStrictEqual({ commit: 'c' });
  expect(run.dataset?.splits).toStrictEqual({ train: { size: 1 } });
  expect(run.artifacts).toStrictEqual([{ name: 'm', uri: 'u' }]);
  expect(run.definitions).toStrictEqual(new Map([['a', { level: 'proxy' }]]));
});

function rankingSplit(name: string | null) {
  return normaliseProject({ schema: 'runlens.project/1', ranking_split: name }, 'digits').rankingSplit;
}

describe('a project', () => {
  test('ranks by the validation split unless it says otherwise', () => {
    const project = normaliseProject({ schema: 'runlens.project/1' }, 'digits');
    expect(project).toEqual({ project: 'digits', rankingSplit: 'validation', definitions: new Map() });
  });

  test('names its ranking split in any usual spelling', () => {
    expect([
      rankingSplit('holdout'),
      rankingSplit('dev'),
      rankingSplit('site A'),
      rankingSplit(null),
    ]).toEqual(['test', 'validation', 'site A', 'validation']);
  });

  test('defines metrics; null defines nothing', () => {
    const metrics = { a: { direction: 'minimize', optimal: null }, b: {} } as const;
    expect(normaliseProject({ schema: 'runlens.project/1', metrics }, 'digits').definitions).toStrictEqual(
      new Map([
        ['a', { direction: 'minimize' }],
        ['b', {}],
      ]),
    );
  });
});
