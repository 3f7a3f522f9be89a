import type { Direction, MetricDefinition, MetricDefinitions, MetricLevel } from '../model/run.ts';
import { wellKnownMetric } from './well-known.ts';

/** Who said it: the project file, the run itself, or the table of well-known names. */
export type DefinitionOrigin = 'project' | 'run' | 'well-known';

/** A metric as it is judged, each fact with its origin; what nobody said is absent. */
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

/** The project file's word counts first, then the run's own, then what is generally known. */
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

/** +1 where larger is better, −1 where smaller is. */
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
