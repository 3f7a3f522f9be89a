import { effectiveMetric, type EffectiveMetric } from './definition.ts';
import { choosePrimary, derivePrimary, type Primary, type PrimaryOrigin } from './primary.ts';
import type { Project, Run } from '../model/run.ts';
import type { Digest } from '../documents/ids.ts';

/**
 * Which version of the code derives. Raise it whenever the same run and the same rules come to derive something else:
 * a change of `metrics/` (a name that became well-known, a formula), of this file, or of the derived fields in
 * `documents/`. Every run that is indexed already is then derived again by the next judging.
 */
export const DERIVATION = 1;

/** Everything about a run that follows from its project's rules, and changes when they change. */
export type Derived = {
  primary: Primary;
  primaryImage?: { metric: EffectiveMetric; from: PrimaryOrigin };
  /** Which way is better, for every metric of the run and of its images, where that is known. */
  directions: EffectiveMetric[];
  /** Fingerprint of the rules, and of the version of the code, that all this was derived under. */
  settings: string;
};

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
 * Two projects with the same fingerprint judge alike: titles and descriptions do not count.
 *
 * @param derivation the version of the code
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
