/**
 * The runs of projects as they were at the last judging, so that the next one reads only what was written since. It is a cache: each
 * judging asks Elasticsearch for the last write to every run.
 */

import type { Hit } from '../ports/store.ts';
import type { ProjectRuns } from './project-runs.ts';

export type KnownRuns = {
  of: (project: string) => ProjectRuns | undefined;
  keep: (project: string, runs: ProjectRuns) => void;
  forget: (project: string) => void;
};

/** A run takes a few kilobytes. */
const RUNS_KEPT = 5000;

/** Hyperparameters can be whole configurations. A project with more characters of JSON than this is not cached. */
const MOST_CHARACTERS = 10_000_000;

/**
 * @param most how many runs are kept, of all projects together
 * @param mostCharacters how much JSON a project may have to be kept
 */
export function createKnownRuns(most = RUNS_KEPT, mostCharacters = MOST_CHARACTERS): KnownRuns {
  const lengths = new WeakMap<Hit, number>();
  /** The least recently judged first. */
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
