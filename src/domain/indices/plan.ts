import type { ActualState } from './actual.ts';
import type { Conflict } from './conflict.ts';
import type { DesiredState } from './desired.ts';
import { findConflicts } from './find-conflicts.ts';
import { planAliases, planIndex } from './plan-index.ts';
import { planTemplate } from './plan-template.ts';
import type { Step } from './step.ts';

export type Plan = { type: 'steps'; steps: Step[] } | { type: 'conflicts'; conflicts: Conflict[] };

/**
 * The steps from the actual state of the cluster to the desired one: templates, then indices, then aliases, `unchanged`
 * ones included. A single conflict prevents all steps, so that no cluster is left half set up.
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
