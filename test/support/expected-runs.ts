/** What the dashboards must say of the example results, worked out from the files (see oracle.ts). */

import { expect } from 'vitest';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectedRanking, readRunFiles, type ExpectedRun, type Rules } from './oracle.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/results', import.meta.url));

export const RULES = {
  'digit-classification': { metric: 'accuracy', direction: 'maximize', optimal: 1 },
  'digit-segmentation': { metric: 'pixel_accuracy', direction: 'maximize', optimal: 1 },
  'macro-forecast': { metric: 'mase', direction: 'minimize', optimal: 0 },
} as const satisfies Record<string, Rules>;

export type Project = keyof typeof RULES;
export const PROJECTS = Object.keys(RULES) as Project[];

/** The runs of a project that rank, the best first, each with the time at which it ended. */
export function ranking(project: Project): (ExpectedRun & { ended: number })[] {
  const files = readRunFiles(join(EXAMPLES, project));
  const ends = new Map(files.map(({ run }) => [run.id, Date.parse(run.ended_at)]));
  return expectedRanking(files, RULES[project]).map((run) => ({ ...run, ended: ends.get(run.id) ?? NaN }));
}

/** The same in the order in which they ended. */
export function byTime(project: Project) {
  return ranking(project).toSorted((a, b) => a.ended - b.ended);
}

/** Those that were the best when they ended, the first first. */
export function recordHolders(project: Project) {
  return byTime(project).filter(({ record }) => record.is);
}

/** What a run is called where it stands among those of other projects. */
export function label(project: string, id: string | undefined): string {
  return `${id} (${project})`;
}

export function near(value: number | undefined): number | null {
  return value === undefined ? null : (expect.closeTo(value, 9) as number);
}
