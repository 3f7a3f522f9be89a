import { describe, expect, test } from 'vitest';
import { brokenRules, unequalLengths } from './rules.ts';
import type { Run } from './schema.ts';

function broken(parts: Partial<Run>) {
  return brokenRules({ schema: 'runlens.run/1', metrics: { validation: { accuracy: 1 } }, ...parts });
}

function row(name: string, split: string, entity?: string | null) {
  return {
    name,
    split,
    value: 1,
    ...(entity !== undefined && { entity }),
  };
}

describe('metrics may be empty only when the run is not completed', () => {
  test.each([{ metrics: {} }, { metrics: [] }, { metrics: { validation: {} } }])('%j', (parts) => {
    expect(broken(parts)).toEqual([
      { path: ['metrics'], message: expect.stringMatching('at least one metric') },
    ]);
    expect(broken({ ...parts, run: { status: 'completed' } })).toHaveLength(1);
    expect(broken({ ...parts, run: { status: null } })).toHaveLength(1);
    for (const status of ['running', 'failed', 'interrupted'] as const)
      expect(broken({ ...parts, run: { status } })).toEqual([]);
  });
});

describe('two rows with the same name, split and entity are an error', () => {
  test('at the later of them', () => {
    expect(broken({ metrics: [row('a', 'test', 'x'), row('a', 'test'), row('a', 'test', 'x')] })).toEqual([
      {
        path: ['metrics', 2],
        message: '"a" on split "test" for entity "x" is there twice: keep one of them',
      },
    ]);
  });

  test('also under two spellings of one split, which are named', () => {
    const twice = '"a" on split "validation" is there twice, because';
    expect(broken({ metrics: { val: { a: 1 }, validation: { a: 2, b: 3 } } })).toEqual([
      {
        path: ['metrics', 'validation', 'a'],
        message: `${twice} "val" means "validation": keep one of them`,
      },
    ]);
    expect(broken({ metrics: { val: { a: 1 }, dev: { a: 2 } } })).toEqual([
      {
        path: ['metrics', 'dev', 'a'],
        message: `${twice} "val" and "dev" both mean "validation": keep one of them`,
      },
    ]);
    expect(broken({ metrics: [row('a', 'validation'), row('a', 'Dev')] })).toEqual([
      { path: ['metrics', 1], message: `${twice} "Dev" means "validation": keep one of them` },
    ]);
  });

  test('whatever the step, and null is no entity', () => {
    expect(broken({ metrics: [row('a', 'test', null), { ...row('a', 'test'), step: 2 }] })).toHaveLength(1);
  });

  test('names that only look alike are two', () => {
    const metrics = [
      row('a', 'b,c'),
      row('a,b', 'c'),
      row('a', 'test', 'null'),
      row('a', 'test'),
      row('a', 'c'),
    ];
    expect(broken({ metrics })).toEqual([]);
  });
});

describe('rows stand in one place', () => {
  test.each(['images', 'series'] as const)('%s', (rows) => {
    expect(broken({ [rows]: [], [`${rows}_file`]: 'x.ndjson' })).toMatchObject([{ path: [`${rows}_file`] }]);
    expect(broken({ [rows]: null, [`${rows}_file`]: 'x.ndjson' })).toEqual([]);
    expect(broken({ [rows]: [], [`${rows}_file`]: null })).toEqual([]);
  });
});

test('a split has one size', () => {
  const splits = { train: { size: 1 }, training: { size: 2 }, site: { size: 3 } };
  expect(broken({ dataset: { splits } })).toEqual([
    {
      path: ['dataset', 'splits', 'training'],
      message: 'split "train" is there twice, because "training" means "train": keep one of them',
    },
  ]);
});

test('a series has as many values as timestamps', () => {
  const series = { name: 'a', split: 'test', timestamps: ['2026-01-01', '2026-01-02'] };
  expect(unequalLengths({ ...series, target: [1, 2], prediction: null })).toEqual([]);
  expect(unequalLengths({ ...series, target: [1], upper: [1, 2, 3], lower: [] })).toEqual([
    { path: ['target'], message: 'has 1 values for 2 timestamps: both need the same number' },
    { path: ['lower'], message: 'has 0 values for 2 timestamps: both need the same number' },
    { path: ['upper'], message: 'has 3 values for 2 timestamps: both need the same number' },
  ]);
});
