import { metric, terms } from '../columns.ts';
import { dashboard } from '../dashboard.ts';
import {
  bias,
  byAuthor,
  byGroup,
  byProject,
  EXPERIMENTS,
  project,
  RANKED,
  run,
  test,
  testGap,
  train,
  validation,
  variance,
} from '../experiments.ts';
import { chart, table } from '../lens.ts';
import { visualization } from '../panels.ts';
import { BLUE, COLORS, GREEN, RED } from '../vega/spec.ts';

const [, , PINK = RED, PURPLE = RED, , YELLOW = RED] = COLORS;

const sideBySide = chart({
  title: 'Train, validation and test',
  description:
    'The best run on the left, in order of the score on the split that ranks. For one project: values of several do not compare.',
  view: EXPERIMENTS,
  filter: RANKED,
  shape: 'bar',
  x: run(20),
  series: {
    train: { column: train, color: GREEN },
    validation: { column: validation, color: BLUE },
    test: { column: test, color: PINK },
  },
  labels: -45,
  axisTitles: { y: false },
});

const gaps = chart({
  title: 'Bias and variance',
  description:
    'In the same order. Bias: what is missing to the optimum on train. Variance: what is lost from train to validation.',
  view: EXPERIMENTS,
  filter: RANKED,
  shape: 'bar_stacked',
  x: run(20),
  series: { bias: { column: bias, color: PURPLE }, variance: { column: variance, color: YELLOW } },
  labels: -45,
  axisTitles: { y: false },
});

const byHyperparameter = table({
  title: 'Gap by hyperparameter',
  description: 'Averages over the runs that have it, the largest variance on top.',
  view: EXPERIMENTS,
  filter: `${RANKED} and primary.variance : *`,
  rows: 12,
  columns: {
    project: { column: project(), width: 165 },
    pair: {
      column: terms('Hyperparameter', 'hyperparameters.pairs', {
        size: 200,
        order: { by: 'average', field: 'primary.variance', direction: 'desc' },
      }),
      click: true,
      width: 240,
    },
    runs: { column: metric('Runs', 'unique_count', 'run.key') },
    variance: { column: metric('Variance', 'average', 'primary.variance') },
    bias: { column: metric('Bias', 'average', 'primary.bias') },
    gap: { column: { ...testGap, label: 'Test gap', operationType: 'average' } },
    best: { column: metric('Best score', 'max', 'primary.score') },
  },
});

export const splits = dashboard({
  id: 'runlens-splits',
  title: 'Splits',
  description: 'How train, validation and test compare: who overfits, who has not learned yet.',
  from: 'now-1y',
  controls: [byProject, byGroup, byAuthor],
  rows: [
    { height: 14, panels: [{ width: 48, panel: sideBySide, clickLeadsTo: 'runlens-run' }] },
    { height: 14, panels: [{ width: 48, panel: gaps, clickLeadsTo: 'runlens-run' }] },
    {
      height: 18,
      panels: [
        {
          width: 20,
          panel: visualization(
            'Train against validation',
            'runlens-train-validation',
            'On the dashed diagonal nothing is lost from train to validation.',
          ),
        },
        { width: 28, panel: byHyperparameter },
      ],
    },
  ],
});
