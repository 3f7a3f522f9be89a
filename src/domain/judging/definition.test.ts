import { describe, expect, test } from 'vitest';
import type { MetricDefinition } from '../model/run.ts';
import { effectiveMetric, sign } from './definition.ts';

function declared(definition?: MetricDefinition) {
  return new Map(definition === undefined ? [] : [['accuracy', definition]]);
}

function effective(project?: MetricDefinition, run?: MetricDefinition) {
  return effectiveMetric('accuracy', declared(project), declared(run));
}

describe('who is believed', () => {
  test('the project file first, fact by fact, and every derived fact says whose it is', () => {
    expect(
      effective(
        { direction: 'minimize', baseline: 0.5 },
        { direction: 'maximize', optimal: 0.9, baseline: 0.1, level: 'business', unit: '%' },
      ),
    ).toEqual({
      name: 'accuracy',
      direction: 'minimize',
      directionFrom: 'project',
      optimal: 0.9,
      optimalFrom: 'run',
      baseline: 0.5,
      level: 'business',
      unit: '%',
    });
  });

  test('then the run itself', () => {
    expect(effective(undefined, { direction: 'minimize' })).toMatchObject({
      direction: 'minimize',
      directionFrom: 'run',
    });
  });

  test('then what is generally known', () => {
    expect(effective({ level: 'proxy' })).toEqual({
      name: 'accuracy',
      direction: 'maximize',
      directionFrom: 'well-known',
      optimal: 1,
      optimalFrom: 'well-known',
      level: 'proxy',
    });
  });

  test('what nobody said is absent', () => {
    const unheard = effectiveMetric('gizmo', new Map(), new Map());
    expect(unheard).toEqual({ name: 'gizmo' });
    expect(Object.keys(unheard)).toEqual(['name']);
  });

  test('0 is something that was said', () => {
    expect(effective({ optimal: 0, baseline: 0 }, { optimal: 1, baseline: 1 })).toMatchObject({
      optimal: 0,
      baseline: 0,
    });
  });
});

test('the sign makes larger better', () => {
  expect([sign('maximize'), sign('minimize')]).toEqual([1, -1]);
});
