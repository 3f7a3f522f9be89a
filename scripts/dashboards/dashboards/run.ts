import { count, metric, terms, value, type Order } from '../columns.ts';
import { dashboard } from '../dashboard.ts';
import { view } from '../data-views.ts';
import { ofOneRun } from '../calculated.ts';
import { byProject, byRun, EXPERIMENTS, LATEST_FIRST, run } from '../experiments.ts';
import { table, tile } from '../lens.ts';
import { search, visualization } from '../panels.ts';

const ALPHABET: Order = { by: 'alphabet', direction: 'asc' };

/** What a run's numbers are, said of one run only. */
const NUMBERS: [string, string][] = [
  ['Value', 'primary.value'],
  ['Train', 'primary.train'],
  ['Validation', 'primary.validation'],
  ['Test', 'primary.test'],
  ['Bias', 'primary.bias'],
  ['Variance', 'primary.variance'],
  ['Test gap', 'primary.test_gap'],
];

const tiles = [
  tile({
    title: 'Runs (choose one)',
    view: EXPERIMENTS,
    column: metric('Runs (choose one)', 'unique_count', 'run.key'),
  }),
  ...NUMBERS.map(([title, field]) => tile({ title, view: EXPERIMENTS, column: ofOneRun(title, field) })),
];

/** The latest come first; with one chosen it is the only one. */
const RUNS = 20;

const hyperparameters = table({
  title: 'Hyperparameters',
  view: EXPERIMENTS,
  rows: 20,
  columns: {
    run: { column: run(RUNS, LATEST_FIRST), click: true, width: 250 },
    pair: {
      column: terms('Hyperparameter', 'hyperparameters.pairs', { size: 500, order: ALPHABET }),
      click: true,
    },
    // Kibana asks for groups only where there is something to say of them.
    count: { column: count('Runs'), hidden: true },
  },
});

const scores = table({
  title: 'Scores',
  description: 'Every metric by split, and by entity where there are any.',
  view: view('scores'),
  rows: 20,
  columns: {
    run: { column: run(RUNS, LATEST_FIRST), click: true, width: 250 },
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
    { height: 4, panels: tiles.map((panel) => ({ width: 6, panel })) },
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
