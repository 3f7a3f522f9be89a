import { count, metric, terms, value, type Order } from '../columns.ts';
import { dashboard } from '../dashboard.ts';
import { view } from '../data-views.ts';
import {
  bias,
  byProject,
  byRun,
  EXPERIMENTS,
  primary,
  test,
  testGap,
  train,
  validation,
  variance,
} from '../experiments.ts';
import { table, tile } from '../lens.ts';
import { search, visualization } from '../panels.ts';

const ALPHABET: Order = { by: 'alphabet', direction: 'asc' };

const numbers = [
  { title: 'Runs shown', column: count('Runs shown'), subtitle: 'choose one' },
  { title: 'Value', column: primary },
  { title: 'Train', column: train },
  { title: 'Validation', column: validation },
  { title: 'Test', column: test },
  { title: 'Bias', column: bias },
  { title: 'Variance', column: variance },
  { title: 'Test gap', column: testGap },
].map((one) => tile({ ...one, view: EXPERIMENTS }));

const hyperparameters = table({
  title: 'Hyperparameters',
  view: EXPERIMENTS,
  rows: 20,
  columns: {
    pair: {
      column: terms('Hyperparameter', 'hyperparameters.pairs', { size: 500, order: ALPHABET }),
      click: true,
    },
    runs: { column: metric('Runs with it', 'unique_count', 'run.key') },
  },
});

const scores = table({
  title: 'Scores',
  description: 'Every metric by split, and by entity where there are any.',
  view: view('scores'),
  rows: 20,
  columns: {
    metric: { column: terms('Metric', 'metric', { size: 100, order: ALPHABET }) },
    entity: { column: terms('Entity', 'entity', { size: 100, order: ALPHABET, missing: true }) },
    split: { column: terms('Split', 'split', { size: 10, order: ALPHABET }), across: true },
    value: { column: value('Value', 'value') },
  },
});

export const runDashboard = dashboard({
  id: 'runlens-run',
  title: 'Run',
  description: 'Everything about one run: choose it above, or click on it in another dashboard.',
  from: 'now-1y',
  controls: [byProject, byRun],
  rows: [
    { height: 4, panels: numbers.map((panel) => ({ width: 6, panel })) },
    { height: 7, panels: [{ width: 48, panel: search('Run', 'runlens-run-facts') }] },
    { height: 8, panels: [{ width: 48, panel: search('Code, data and environment', 'runlens-run-origin') }] },
    {
      height: 18,
      panels: [
        { width: 18, panel: hyperparameters },
        { width: 30, panel: scores },
      ],
    },
    { height: 22, panels: [{ width: 48, panel: search('Images, the worst first', 'runlens-run-images') }] },
    { height: 18, panels: [{ width: 48, panel: visualization('Series', 'runlens-forecast') }] },
  ],
});
