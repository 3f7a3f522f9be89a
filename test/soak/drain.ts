/** Waits until everything that was written is found, and says what is not. */

import { setTimeout as sleep } from 'node:timers/promises';
import { readAll, request } from '../support/dump.ts';
import type { FolderLife } from './folder-life.ts';

export type Place = { url: string; prefix: string };
export type Drained = { seconds: number; deviations: string[] };

/** A check reads everything. The pause after it is longer than it took, for the sake of the machine, within bounds. */
const PAUSE_PER_CHECK = 3;
const [SHORTEST_PAUSE_MILLISECONDS, LONGEST_PAUSE_MILLISECONDS] = [500, 5000];

/** Looks until nothing deviates or the time is up. What deviates then is what must not have happened. */
export async function drain(life: FolderLife, place: Place, limitSeconds: number): Promise<Drained> {
  const begun = performance.now();
  for (;;) {
    const before = performance.now();
    const seconds = (before - begun) / 1000;
    const isLast = seconds > limitSeconds;
    // Counting is cheap, and says most of the time that it is too early for more.
    if (isLast || (await countExperiments(place)) === life.manifest.expected.runs.size) {
      const deviations = await deviationsNow(life, place);
      if (isLast || deviations.length === 0) return { seconds, deviations };
    }
    const pause = PAUSE_PER_CHECK * (performance.now() - before);
    await sleep(Math.max(SHORTEST_PAUSE_MILLISECONDS, Math.min(LONGEST_PAUSE_MILLISECONDS, pause)));
  }
}

async function deviationsNow(life: FolderLife, place: Place): Promise<string[]> {
  const found = await life.manifest.problems(place.url, place.prefix);
  return found.length > 0 ? found : improvementDeviations(life, place);
}

type Experiment = {
  project: string;
  run: { id: string };
  primary?: { value?: number; improvement?: number | null };
};

/** Each run's distance from the baseline that its project's file declares now. */
async function improvementDeviations(life: FolderLife, { url, prefix }: Place): Promise<string[]> {
  try {
    const experiments = await readAll(url, `${prefix}-experiments`, 'experiments');
    return experiments.flatMap(({ source }) => {
      const { project, run, primary } = source as Experiment;
      const baseline = life.baselines.get(project);
      const value = primary?.value ?? NaN;
      const wanted = baseline === undefined ? undefined : (value - baseline) / baseline;
      const seen = primary?.improvement ?? undefined;
      if (wanted === seen || Math.abs((wanted ?? NaN) - (seen ?? NaN)) < 1e-6) return [];
      return [`experiments: ${run.id} of ${project} improves by ${seen}, not by ${wanted}.`];
    });
  } catch (error) {
    return [`It cannot be read: ${String(error).slice(0, 300)}`];
  }
}

/** How many documents there are in all indices; undefined while nobody says. */
export function countDocuments({ url, prefix }: Place): Promise<number | undefined> {
  return count(url, `${prefix}-*-v*`);
}

function countExperiments({ url, prefix }: Place): Promise<number | undefined> {
  return count(url, `${prefix}-experiments`);
}

async function count(url: string, target: string): Promise<number | undefined> {
  try {
    return (await request<{ count: number }>(url, `${target}/_count`)).count;
  } catch {
    return undefined;
  }
}
