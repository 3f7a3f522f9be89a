import type { ActualState } from './actual.ts';
import type { Conflict } from './conflict.ts';
import type { DesiredState } from './desired.ts';
import { findConflicts } from './find-conflicts.ts';
import { planAliases, planIndex } from './plan-index.ts';
import { planTemplate } from './plan-template.ts';
import type { Step } from './step.ts';

export type Plan = { type: 'steps'; steps: Step[] } | { type: 'conflicts'; conflicts: Conflict[] };

/**
 * What brings the cluster from its actual to the desired state, in this order: templates, indices, aliases.
 * What is as desired already is in the plan as `unchanged`. One conflict, and there are no steps at all: a
 * cluster that is half set up helps nobody.
 */
export function plan(desired: DesiredState, actual: ActualState): Plan {
  const conflicts = desired.indices.flatMap((index) => findConflicts(index, actual, desired.prefix));
  if (conflicts.length > 0) return { type: 'conflicts', conflicts };
  return {
    type: 'steps',
    steps: [
      ...desired.indices.map((index) => planTemplate(index, actual)),
      ...desired.indices.map((index) => planIndex(index, actual)),
      ...desired.indices.flatMap((index) => planAliases(index, actual)),
    ],
  };
}
