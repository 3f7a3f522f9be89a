import { effectiveMetric, type EffectiveMetric } from './definition.ts';
import { choosePrimary, derivePrimary, type Primary, type PrimaryOrigin } from './primary.ts';
import type { Project, Run } from '../model/run.ts';
import type { Digest } from '../model/digest.ts';

/**
 * The version of the derivation. Raise it with every change that derives something else from the same run and the same
 * rules: in `judging/` (a well-known name, a formula) or in the derived fields of `documents/`. The next judging then
 * derives every indexed run again.
 */
export const DERIVATION = 1;

/** Everything about a run that follows from the rules of its project and changes with them. */
export type Derived = {
  primary: Primary;
  primaryImage?: { metric: EffectiveMetric; from: PrimaryOrigin };
  /** The direction of every metric of the run and of its images, if it is known. */
  directions: EffectiveMetric[];
  /** Fingerprint of the rules and of {@link DERIVATION}. */
  settings: string;
};

/** @param imageMetrics names of the metrics of the run's images */
export function derive(run: Run, imageMetrics: readonly string[], project: Project, digest: Digest): Derived {
  const image = choosePrimary(project.primaryImageMetric, run.primaryImageMetric, imageMetrics);
  const names = [...new Set([...run.scores.map((score) => score.metric), ...imageMetrics])].toSorted();
  return {
    primary: derivePrimary(run, project),
    ...(image &&
      imageMetrics.length > 0 && {
        primaryImage: {
          metric: effectiveMetric(image.name, project.definitions, run.definitions),
          from: image.from,
        },
      }),
    directions: names.map((name) => effectiveMetric(name, project.definitions, run.definitions)),
    settings: settingsFingerprint(project, digest),
  };
}

/**
 * Projects with the same fingerprint judge alike. Titles and descriptions do not count.
 *
 * @param derivation see {@link DERIVATION}
 */
export function settingsFingerprint(project: Project, digest: Digest, derivation = DERIVATION): string {
  const definitions = [...project.definitions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { direction, level, optimal, baseline, unit }]) => [
      name,
      direction,
      level,
      optimal,
      baseline,
      unit,
    ]);
  return digest(
    JSON.stringify([
      derivation,
      project.primaryMetric,
      project.primaryImageMetric,
      project.rankingSplit,
      definitions,
    ]),
  );
}
