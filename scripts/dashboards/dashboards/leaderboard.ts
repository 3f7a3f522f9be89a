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
  project,
  RANKED,
  run,
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
  description:
    'The best on top, also where lower is better, for one project: values of several do not compare. A click leads to the run.',
  view: EXPERIMENTS,
  filter: RANKED,
  shape: 'bar_horizontal',
  x: run(25),
  series: { value: { column: primary, color: BLUE } },
  legend: false,
  valuesOnBars: true,
});

const leaderboard = table({
  title: 'Leaderboard',
  description:
    'Project by project, in order of the score on the split that ranks. Bias: optimum to train. Variance: train to validation.',
  view: EXPERIMENTS,
  filter: RANKED,
  rows: 15,
  columns: {
    project: { column: project(), width: 155 },
    run: { column: run(500), click: true, width: 268 },
    metric: { column: metricName, width: 115 },
    split: { column: split, width: 90 },
    value: { column: primary, width: 80 },
    train: { column: train, width: 80 },
    validation: { column: validation, width: 100 },
    test: { column: test, width: 80 },
    bias: { column: bias, width: 80 },
    variance: { column: variance, width: 90 },
    duration: { column: duration, width: 95 },
    author: { column: author, width: 85 },
    commit: { column: commit, width: 90 },
    ended: { column: ended },
  },
});

const unranked = table({
  title: 'Runs that do not rank, and why',
  view: EXPERIMENTS,
  filter: 'ranks : false',
  rows: 10,
  tall: 'text',
  columns: {
    run: { column: run(100, LATEST_FIRST), click: true, width: 240 },
    why: {
      column: terms('Why', 'unranked_because', { size: 1, order: { by: 'alphabet', direction: 'asc' } }),
      width: 330,
    },
    status: { column: said('Status', 'run.status'), width: 110 },
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
    { height: 24, panels: [{ width: 48, panel: leaderboard, clickLeadsTo: 'runlens-run' }] },
    {
      height: 20,
      panels: [
        { width: 20, panel: bars, clickLeadsTo: 'runlens-run' },
        { width: 28, panel: unranked, clickLeadsTo: 'runlens-run' },
      ],
    },
  ],
});
