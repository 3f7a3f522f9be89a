import { said, terms } from '../columns.ts';
import { dashboard } from '../dashboard.ts';
import {
  author,
  bias,
  byAuthor,
  byGroup,
  byProject,
  commit,
  duration,
  ended,
  EXPERIMENTS,
  LATEST_FIRST,
  metricName,
  primary,
  RANKED,
  run,
  runName,
  split,
  test,
  train,
  validation,
  variance,
} from '../experiments.ts';
import { chart, table } from '../lens.ts';
import { BLUE } from '../vega/spec.ts';

const bars = chart({
  title: 'The best runs',
  description: 'The best on top, also where lower is better. A click leads to the run.',
  view: EXPERIMENTS,
  filter: RANKED,
  shape: 'bar_horizontal_stacked',
  x: run(25),
  by: runName,
  series: { value: { column: primary } },
  oneColor: BLUE,
  legend: false,
  valuesOnBars: true,
});

const leaderboard = table({
  title: 'Leaderboard',
  description:
    'In order of the score on the split that ranks. Bias: optimum to train. Variance: train to validation.',
  view: EXPERIMENTS,
  filter: RANKED,
  rows: 20,
  columns: {
    run: { column: run(500), click: true, width: 230 },
    metric: { column: metricName, width: 110 },
    split: { column: split, width: 90 },
    value: { column: primary, width: 90 },
    train: { column: train, width: 85 },
    validation: { column: validation, width: 100 },
    test: { column: test, width: 85 },
    bias: { column: bias, width: 85 },
    variance: { column: variance, width: 95 },
    duration: { column: duration, width: 100 },
    author: { column: author, width: 90 },
    commit: { column: commit, width: 100 },
    ended: { column: ended },
  },
});

const unranked = table({
  title: 'Runs that do not rank, and why',
  view: EXPERIMENTS,
  filter: 'ranks : false',
  rows: 10,
  columns: {
    run: { column: run(100, LATEST_FIRST), click: true },
    why: {
      column: terms('Why', 'unranked_because', { size: 1, order: { by: 'alphabet', direction: 'asc' } }),
    },
    status: { column: said('Status', 'run.status') },
    ended: { column: ended },
  },
});

export const leaderboardDashboard = dashboard({
  id: 'runlens-leaderboard',
  title: 'Leaderboard',
  description:
    'Runs in descending order of score. Choose one project: values of different metrics do not compare.',
  from: 'now-1y',
  controls: [byProject, byGroup, byAuthor],
  rows: [
    {
      height: 26,
      panels: [
        { width: 14, panel: bars, clickLeadsTo: 'runlens-run' },
        { width: 34, panel: leaderboard, clickLeadsTo: 'runlens-run' },
      ],
    },
    { height: 10, panels: [{ width: 48, panel: unranked, clickLeadsTo: 'runlens-run' }] },
  ],
});
