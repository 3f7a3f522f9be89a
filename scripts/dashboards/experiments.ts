/** Columns over `experiments` that several dashboards have. In a bucket of one run, the maximum is the run's value. */

import { metric, said, terms, value, type Column, type Order } from './columns.ts';
import type { Control } from './dashboard.ts';
import { view } from './data-views.ts';

export const EXPERIMENTS = view('experiments');

/** The best on top, for either direction of the metric. */
export const BEST_FIRST: Order = { by: 'max', field: 'primary.score', direction: 'desc' };
export const LATEST_FIRST: Order = { by: 'max', field: 'run.ended_at', direction: 'desc' };

export function project(size = 100): Column {
  return terms('Project', 'project', { size, order: { by: 'alphabet', direction: 'asc' } });
}

/** By label: an id may be another run's in another project. */
export function run(size: number, order: Order = BEST_FIRST): Column {
  return terms('Run', 'run.label', { size, order });
}

export const metricName: Column = said('Metric', 'primary.metric');
export const split: Column = said('Ranks on', 'primary.split');
export const primary: Column = value('Value', 'primary.value');
export const train: Column = value('Train', 'primary.train');
export const validation: Column = value('Validation', 'primary.validation');
export const test: Column = value('Test', 'primary.test');
export const bias: Column = value('Bias', 'primary.bias');
export const variance: Column = value('Variance', 'primary.variance');
export const testGap: Column = value('Test gap', 'primary.test_gap');
export const ended: Column = metric('Ended', 'max', 'run.ended_at', { dataType: 'date' });
export const duration: Column = value('Duration', 'run.duration_seconds');
export const author: Column = said('Author', 'run.author');
export const commit: Column = said('Commit', 'code.commit');
export const gain: Column = value('Gain', 'record.gain');

export const RANKED = 'ranks : true';

function control(field: string, title: string, more: Partial<Control> = {}): Control {
  return {
    field,
    title,
    view: EXPERIMENTS,
    ...more,
  };
}

export const byProject = control('project', 'Project', { single: true });
export const byProjects = control('project', 'Project');
export const byRun = control('run.label', 'Run', { single: true });
export const byGroup = control('run.group', 'Group');
export const byAuthor = control('run.author', 'Author');
