import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aProject, aRun, defined, scoresOf } from '../../../test/support/domain-values.ts';
import type { MetricDefinition, Run } from '../model/run.ts';
import { choosePrimary, derivePrimary, scoreOf } from './primary.ts';

const three = { train: 1, validation: 0.9, test: 0.85 };

function derived(
  values: Record<string, number | undefined>,
  definition: MetricDefinition = { direction: 'maximize' },
  run: Partial<Run> = {},
) {
  return derivePrimary(
    aRun({ scores: scoresOf('gizmo', values), ...run }),
    aProject({ definitions: defined({ gizmo: definition }) }),
  );
}

describe('the formulas', () => {
  test('to maximize', () => {
    const primary = derived(three, { direction: 'maximize', optimal: 1.5, baseline: 0.6 });
    expect(primary).toEqual({
      metric: {
        name: 'gizmo',
        direction: 'maximize',
        directionFrom: 'project',
        optimal: 1.5,
        optimalFrom: 'project',
        baseline: 0.6,
      },
      metricFrom: 'only-metric',
      split: 'validation',
      value: 0.9,
      score: 0.9,
      ...three,
      bias: 0.5,
      variance: expect.closeTo(0.1),
      testGap: expect.closeTo(0.05),
      improvement: expect.closeTo(0.5),
    });
  });

  test('to minimize', () => {
    const primary = derived(
      { train: 2, validation: 3, test: 5 },
      { direction: 'minimize', optimal: 0.5, baseline: 4 },
    );
    expect(primary).toMatchObject({
      value: 3,
      score: -3,
      bias: 1.5,
      variance: 1,
      testGap: 2,
      improvement: 0.25,
    });
  });

  test('against a baseline below zero, better is still positive', () => {
    expect(derived({ validation: -1 }, { direction: 'maximize', baseline: -2 }).improvement).toBe(0.5);
    expect(derived({ validation: -1 }, { direction: 'minimize', baseline: -2 }).improvement).toBe(-0.5);
  });

  test('the ranking split decides value, score and improvement, not the gaps', () => {
    const project = aProject({
      rankingSplit: 'test',
      definitions: defined({ gizmo: { direction: 'maximize', baseline: 0.5 } }),
    });
    expect(derivePrimary(aRun({ scores: scoresOf('gizmo', three) }), project)).toMatchObject({
      split: 'test',
      value: 0.85,
      score: 0.85,
      improvement: expect.closeTo(0.7),
      variance: expect.closeTo(0.1),
      testGap: expect.closeTo(0.05),
    });
  });

  test('well-known metrics bring their optimum', () => {
    const primary = derivePrimary(aRun({ scores: scoresOf('accuracy', { train: 0.98 }) }), aProject());
    expect(primary.bias).toBeCloseTo(0.02);
    const loss = derivePrimary(aRun({ scores: scoresOf('loss', { train: 0.2 }) }), aProject());
    expect(loss.bias).toBeCloseTo(0.2);
  });

  test('entities are parts: only the whole counts', () => {
    const scores = [
      { metric: 'gizmo', split: 'validation', entity: 'a', value: 0.99 },
      ...scoresOf('gizmo', { validation: 0.5 }),
    ];
    expect(derived({}, undefined, { scores })).toMatchObject({ value: 0.5, score: 0.5 });
  });
});

describe('what cannot be formed is absent, never 0', () => {
  test.each<[string, Record<string, number>, MetricDefinition]>([
    ['bias improvement', three, { direction: 'maximize' }],
    [
      'train bias variance',
      { validation: 0.9, test: 0.8 },
      { direction: 'maximize', optimal: 1, baseline: 1 },
    ],
    ['test testGap', { train: 0.9, validation: 0.8 }, { direction: 'maximize', optimal: 1, baseline: 1 }],
    [
      'validation value score variance testGap improvement',
      { train: 0.9, test: 0.8 },
      { direction: 'maximize', optimal: 1, baseline: 1 },
    ],
    ['improvement', three, { direction: 'maximize', optimal: 1, baseline: 0 }],
    ['score bias variance testGap improvement', three, { optimal: 1, baseline: 1 }],
  ])('%s', (absent, values, definition) => {
    const all = 'value score train validation test bias variance testGap improvement'.split(' ');
    const primary = derived(values, definition);
    expect(all.filter((name) => !(name in primary)).join(' ')).toBe(
      all.filter((name) => absent.split(' ').includes(name)).join(' '),
    );
  });
});

describe('why a run does not rank', () => {
  test.each<[string, Record<string, number | undefined>, Partial<Run>, MetricDefinition]>([
    ['not-completed', three, { status: 'running' }, { direction: 'maximize' }],
    ['not-completed', three, { status: 'failed' }, { direction: 'maximize' }],
    ['not-completed', {}, { status: 'interrupted' }, {}],
    ['primary-metric-missing', { train: 1 }, {}, { direction: 'maximize' }],
    ['primary-metric-missing', three, { primaryMetric: 'other' }, { direction: 'maximize' }],
    ['not-finite', { train: 1, validation: undefined }, {}, { direction: 'maximize' }],
    ['direction-unknown', three, {}, {}],
    ['no-primary-metric', {}, { scores: [...scoresOf('a', three), ...scoresOf('b', three)] }, {}],
  ])('%s', (unranked, values, run, definition) => {
    const primary = derived(values, definition, run);
    expect(primary.unranked).toBe(unranked);
    expect(primary).not.toHaveProperty('score');
  });

  test('an entity alone is no whole', () => {
    const scores = [{ metric: 'gizmo', split: 'validation', entity: 'a', value: 0.99 }];
    expect(derived({}, undefined, { scores }).unranked).toBe('primary-metric-missing');
  });
});

describe('the primary metric', () => {
  test.each([
    ['p', 'r', ['a'], { name: 'p', from: 'project' }],
    [undefined, 'r', ['a'], { name: 'r', from: 'run' }],
    [undefined, undefined, ['a', 'a'], { name: 'a', from: 'only-metric' }],
    [undefined, undefined, ['a', 'b'], undefined],
    [undefined, undefined, [], undefined],
  ])('project %s, run %s, metrics %j', (project, run, present, chosen) => {
    expect(choosePrimary(project, run, present)).toEqual(chosen);
  });
});

const number = fc.double({ min: -1e100, max: 1e100, noNaN: true });
const splits = fc.record({ train: number, validation: number, test: number }, { requiredKeys: [] });

test('the other direction of the negated numbers gives the same derived numbers', () => {
  fc.assert(
    fc.property(splits, number, number, (values, optimal, baseline) => {
      const negated = Object.fromEntries(Object.entries(values).map(([split, value]) => [split, -value]));
      const up = derived(values, { direction: 'maximize', optimal, baseline });
      const down = derived(negated, { direction: 'minimize', optimal: -optimal, baseline: -baseline });
      for (const name of ['score', 'bias', 'variance', 'testGap', 'improvement'] as const)
        expect((up[name] ?? Infinity) + 0).toBe((down[name] ?? Infinity) + 0);
      expect(up.unranked).toBe(down.unranked);
    }),
  );
});

test('a run ranks if and only if it has a score, and every number is finite', () => {
  const status = fc.constantFrom<Run['status']>('completed', 'running', 'failed', 'interrupted');
  const direction = fc.constantFrom('maximize' as const, 'minimize' as const, undefined);
  const extreme = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined });
  const values = fc.record({ train: extreme, validation: extreme, test: extreme }, { requiredKeys: [] });
  fc.assert(
    fc.property(values, status, direction, extreme, (splitValues, runStatus, way, edge) => {
      const primary = derived(
        splitValues,
        { direction: way, optimal: edge, baseline: edge },
        { status: runStatus },
      );
      expect(primary.unranked === undefined).toBe('score' in primary);
      const numbers = Object.values(primary).filter((value) => typeof value === 'number');
      expect(numbers.filter((number) => !Number.isFinite(number))).toEqual([]);
    }),
  );
});

test('the score of any metric', () => {
  const down = defined({ gizmo: { direction: 'minimize' } });
  expect(scoreOf('gizmo', 3, down, new Map())).toBe(-3);
  expect(scoreOf('gizmo', 3, new Map(), down)).toBe(-3);
  expect(scoreOf('accuracy', 0.5, new Map(), new Map())).toBe(0.5);
  expect(scoreOf('gizmo', 3, new Map(), new Map())).toBeUndefined();
  expect(scoreOf('accuracy', undefined, new Map(), new Map())).toBeUndefined();
});
