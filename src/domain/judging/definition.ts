import type { Direction, MetricDefinition, MetricDefinitions, MetricLevel } from '../model/run.ts';
import { wellKnownMetric } from './well-known.ts';

/** The source of a fact: the project file, the run itself, or the table of well-known names. */
export type DefinitionOrigin = 'project' | 'run' | 'well-known';

/** A metric as it is judged, with the origin of each fact. Facts that are not declared are absent. */
export type EffectiveMetric = {
  name: string;
  direction?: Direction;
  directionFrom?: DefinitionOrigin;
  optimal?: number;
  optimalFrom?: DefinitionOrigin;
  baseline?: number;
  level?: MetricLevel;
  unit?: string;
};

/** Takes each fact from the project file, else from the run, else from the table of well-known names. */
export function effectiveMetric(
  name: string,
  project: MetricDefinitions,
  run: MetricDefinitions,
): EffectiveMetric {
  const declared: [DefinitionOrigin, MetricDefinition | undefined][] = [
    ['project', project.get(name)],
    ['run', run.get(name)],
  ];
  const known = wellKnownMetric(name);
  const candidates: [DefinitionOrigin, MetricDefinition | undefined][] = [...declared, ['well-known', known]];
  const direction = firstWith(candidates, 'direction');
  const optimal = firstWith(candidates, 'optimal');
  const baseline = firstWith(declared, 'baseline');
  const level = firstWith(declared, 'level');
  const unit = firstWith(declared, 'unit');
  return {
    name,
    ...(direction && { direction: direction.value, directionFrom: direction.origin }),
    ...(optimal && { optimal: optimal.value, optimalFrom: optimal.origin }),
    ...(baseline && { baseline: baseline.value }),
    ...(level && { level: level.value }),
    ...(unit && { unit: unit.value }),
  };
}

/** +1 if larger is better, −1 if smaller is better. */
export function sign(direction: Direction): 1 | -1 {
  return direction === 'maximize' ? 1 : -1;
}

function firstWith<Key extends keyof MetricDefinition>(
  candidates: [DefinitionOrigin, MetricDefinition | undefined][],
  key: Key,
): { value: NonNullable<MetricDefinition[Key]>; origin: DefinitionOrigin } | undefined {
  for (const [origin, definition] of candidates) {
    const value = definition?.[key];
    if (value !== undefined) return { value, origin };
  }
  return undefined;
}
