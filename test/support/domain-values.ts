/** Domain values for tests: plain defaults, and what a test says about them. */

import {
  projectWithoutFile,
  type MetricDefinition,
  type Project,
  type Run,
  type Score,
} from '../../src/domain/model/run.ts';

export function aRun(parts: Partial<Run> = {}): Run {
  return {
    project: 'digits',
    id: 'svm-014',
    name: 'svm-014',
    status: 'completed',
    startedAt: '2026-08-09T12:00:00.000Z',
    endedAt: '2026-08-09T12:10:00.000Z',
    tags: [],
    environment: {},
    hyperparameters: {},
    scores: [{ metric: 'accuracy', split: 'validation', value: 0.9 }],
    definitions: new Map(),
    artifacts: [],
    source: { path: 'digits/svm-014.json', format: 'runlens', modifiedAt: '2026-08-09T12:10:01.000Z' },
    ...parts,
  };
}

export function aProject(parts: Partial<Project> = {}): Project {
  return { ...projectWithoutFile('digits'), ...parts };
}

/** `{train: 1, validation: 0.9}` as scores of one metric. */
export function scoresOf(metric: string, values: Record<string, number | undefined>): Score[] {
  return Object.entries(values).map(([split, value]) => ({ metric, split, value }));
}

export function defined(definitions: Record<string, MetricDefinition>): Map<string, MetricDefinition> {
  return new Map(Object.entries(definitions));
}
