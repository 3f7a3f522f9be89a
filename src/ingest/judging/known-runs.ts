/**
 * The runs of projects as they were when we judged them last, so that the next judging reads only what was written since.
 *
 * Nothing is believed because it is here: each judging asks Elasticsearch for the last write to every run.
 */

import type { Hit } from '../ports/store.ts';
import type { ProjectRuns } from './project-runs.ts';

export type KnownRuns = {
  of: (project: string) => ProjectRuns | undefined;
  keep: (project: string, runs: ProjectRuns) => void;
  forget: (project: string) => void;
};

/** A kilobyte or a few each. */
const RUNS_KEPT = 5000;

/** Hyperparameters may be whole configurations: of so many characters of JSON together, a project is read anew each time. */
const MOST_CHARACTERS = 10_000_000;

/** @param most how many runs are kept, of all projects together */
export function createKnownRuns(most = RUNS_KEPT, mostCharacters = MOST_CHARACTERS): KnownRuns {
  const lengths = new WeakMap<Hit, number>();
  /** The longest ago first. */
  const known = new Map<string, ProjectRuns>();
  let total = 0;

  function forget(project: string): void {
    total -= known.get(project)?.size ?? 0;
    known.delete(project);
  }

  function charactersIn(runs: ProjectRuns): number {
    let sum = 0;
    for (const hit of runs.values()) {
      const length = lengths.get(hit) ?? JSON.stringify(hit.source).length;
      lengths.set(hit, length);
      sum += length;
    }
    return sum;
  }

  return {
    of: (project) => known.get(project),
    keep: (project, runs) => {
      forget(project);
      if (runs.size > most || charactersIn(runs) > mostCharacters) return;
      known.set(project, runs);
      total += runs.size;
      for (const oldest of known.keys()) {
        if (total <= most) break;
        forget(oldest);
      }
    },
    forget,
  };
}
