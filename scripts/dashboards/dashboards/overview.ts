import { count, metric, overTime, said, terms, value } from '../columns.ts';
import { dashboard } from '../dashboard.ts';
import {
  byAuthor,
  byGroup,
  byProjects,
  ended,
  EXPERIMENTS,
  gain,
  metricName,
  project,
  run,
} from '../experiments.ts';
import { chart, table, tile } from '../lens.ts';
import { records, visualization } from '../panels.ts';

const tiles = [
  tile({ title: 'Projects', view: EXPERIMENTS, column: metric('Projects', 'unique_count', 'project') }),
  tile({ title: 'Runs', view: EXPERIMENTS, column: count('Runs') }),
  tile({ title: 'New records', view: EXPERIMENTS, column: count('New records', 'record.is : true') }),
  tile({
    title: 'Runs that do not rank',
    view: EXPERIMENTS,
    column: count('Runs that do not rank', 'ranks : false'),
  }),
];

const bestOfEach = table({
  title: 'The best run of each project',
  description:
    'Gain: over the record before. Over baseline: relative to the baseline that the metric declares. Both are positive where the run is better, also for metrics to minimize.',
  view: EXPERIMENTS,
  filter: 'is_best : true',
  columns: {
    project: { column: project(), width: 180 },
    run: { column: run(1), click: true, width: 260 },
    metric: { column: metricName },
    direction: { column: said('Better is', 'primary.direction') },
    value: { column: value('Best value', 'primary.value') },
    gain: { column: { ...gain, label: 'Gain' } },
    improvement: { column: value('Over baseline', 'primary.improvement') },
    test: { column: value('Test', 'primary.test') },
    ended: { column: { ...ended, label: 'Since' } },
    author: { column: said('Author', 'run.author') },
  },
});

const perWeek = chart({
  title: 'Runs per week by status',
  view: EXPERIMENTS,
  shape: 'bar_stacked',
  x: overTime('Week', 'run.ended_at', '1w'),
  by: terms('Status', 'run.status', { size: 5, order: { by: 'alphabet', direction: 'asc' } }),
  series: { runs: { column: count('Runs') } },
});

export const overview = dashboard({
  id: 'runlens-overview',
  title: 'Overview',
  description: 'The best run of each project, what it gained, and how fast the best moves.',
  from: 'now-1y',
  controls: [byProjects, byGroup, byAuthor],
  rows: [
    { height: 4, panels: tiles.map((panel) => ({ width: 12, panel })) },
    { height: 9, panels: [{ width: 48, panel: bestOfEach, clickLeadsTo: 'runlens-run', ever: true }] },
    {
      height: 14,
      panels: [
        {
          width: 20,
          panel: visualization(
            'Best so far',
            'runlens-best-so-far',
            'From the first record of each project (0 %) to its best (100 %): its whole history, whatever the time range.',
          ),
        },
        { width: 12, panel: visualization('Days since the last record', 'runlens-days-since-record') },
        { width: 16, panel: perWeek },
      ],
    },
    { height: 14, panels: [{ width: 48, panel: records, clickLeadsTo: 'runlens-run' }] },
  ],
});
