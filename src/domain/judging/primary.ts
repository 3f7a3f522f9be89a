import type { MetricDefinitions, Project, Run, Score } from '../model/run.ts';
import { effectiveMetric, sign, type EffectiveMetric } from './definition.ts';

/** The source of the choice of the primary metric. */
export type PrimaryOrigin = 'project' | 'run' | 'only-metric';

export type Unranked =
  | 'not-completed'
  | 'no-primary-metric'
  | 'primary-metric-missing'
  | 'not-finite'
  | 'direction-unknown';

/** A run's primary metric over the splits and the derived numbers. A number that cannot be computed is absent, never 0. */
export type Primary = {
  metric?: EffectiveMetric;
  metricFrom?: PrimaryOrigin;
  split: string;
  value?: number;
  score?: number;
  train?: number;
  validation?: number;
  test?: number;
  bias?: number;
  variance?: number;
  testGap?: number;
  improvement?: number;
  /** Why the run does not rank; absent if it does. */
  unranked?: Unranked;
};

/**
 * Chooses the primary metric of a run or of its images: the project file's, else the run's, else the only metric present.
 *
 * @returns undefined if there are several metrics and no choice
 */
export function choosePrimary(
  fromProject: string | undefined,
  fromRun: string | undefined,
  present: Iterable<string>,
): { name: string; from: PrimaryOrigin } | undefined {
  if (fromProject !== undefined) return { name: fromProject, from: 'project' };
  if (fromRun !== undefined) return { name: fromRun, from: 'run' };
  const [only, another] = new Set(present);
  return only !== undefined && another === undefined ? { name: only, from: 'only-metric' } : undefined;
}

/**
 * Derives a run's primary numbers under its project's rules.
 *
 * The formulas are those of the result format, "Derived numbers": with sign s (+1 to maximize, −1 to minimize),
 * optimum o and value v per split, score = s·v(ranking split), bias = s·(o − v(train)),
 * variance = s·(v(train) − v(validation)), test gap = s·(v(validation) − v(test)),
 * improvement = s·(v(ranking split) − baseline) / |baseline|.
 */
export function derivePrimary(
  run: Pick<Run, 'scores' | 'status' | 'primaryMetric' | 'definitions'>,
  project: Project,
): Primary {
  const split = project.rankingSplit;
  const chosen = choosePrimary(
    project.primaryMetric,
    run.primaryMetric,
    run.scores.map((score) => score.metric),
  );
  if (chosen === undefined) {
    return { split, unranked: run.status === 'completed' ? 'no-primary-metric' : 'not-completed' };
  }
  const metric = effectiveMetric(chosen.name, project.definitions, run.definitions);
  const whole = run.scores.filter((score) => score.metric === chosen.name && score.entity === undefined);
  const at = (name: string) => whole.find((score) => score.split === name)?.value;
  const unranked = whyUnranked(run.status, metric, whole, split);
  const values = { value: at(split), train: at('train'), validation: at('validation'), test: at('test') };
  return {
    metric,
    metricFrom: chosen.from,
    split,
    ...withoutAbsent(values),
    ...(unranked === undefined && metric.direction !== undefined && values.value !== undefined
      ? { score: sign(metric.direction) * values.value }
      : {}),
    ...withoutAbsent(gaps(metric, values)),
    ...(unranked && { unranked }),
  };
}

/** The direction-normalised value of a metric: larger is better. Undefined if its direction is unknown. */
export function scoreOf(
  metric: string,
  value: number | undefined,
  project: MetricDefinitions,
  run: MetricDefinitions,
): number | undefined {
  const { direction } = effectiveMetric(metric, project, run);
  return direction === undefined || value === undefined ? undefined : sign(direction) * value;
}

function whyUnranked(
  status: Run['status'],
  metric: EffectiveMetric,
  whole: readonly Score[],
  split: string,
): Unranked | undefined {
  if (status !== 'completed') return 'not-completed';
  const score = whole.find((candidate) => candidate.split === split);
  if (score === undefined) return 'primary-metric-missing';
  if (score.value === undefined) return 'not-finite';
  return metric.direction === undefined ? 'direction-unknown' : undefined;
}

type Values = Record<'value' | 'train' | 'validation' | 'test', number | undefined>;

function gaps({ direction, optimal, baseline }: EffectiveMetric, { value, train, validation, test }: Values) {
  if (direction === undefined) return {};
  const s = sign(direction);
  const difference = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? undefined : s * (from - to);
  const gain = difference(value, baseline);
  return {
    bias: difference(optimal, train),
    variance: difference(train, validation),
    testGap: difference(validation, test),
    improvement:
      gain === undefined || baseline === undefined || baseline === 0 ? undefined : gain / Math.abs(baseline),
  };
}

function withoutAbsent<T extends Record<string, number | undefined>>(
  values: T,
): { [Key in keyof T]?: number } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && Number.isFinite(value)),
  ) as {
    [Key in keyof T]?: number;
  };
}
