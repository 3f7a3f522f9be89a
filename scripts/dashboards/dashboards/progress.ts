import { overTime, metric } from '../columns.ts';
import { dashboard } from '../dashboard.ts';
import { byAuthor, byGroup, byProject, EXPERIMENTS, project } from '../experiments.ts';
import { chart } from '../lens.ts';
import { records, visualization } from '../panels.ts';
import { BLUE, GREEN } from '../vega/spec.ts';

const asJudged = chart({
  title: 'Best so far over all runs',
  description:
    'As judged over all runs of the project, whatever the filters: filters take points away, never change them.',
  view: EXPERIMENTS,
  shape: 'line',
  x: overTime('Ended', 'run.ended_at'),
  by: project(10),
  series: {
    maximized: {
      column: metric('higher is better', 'max', 'record.value', { filter: 'primary.direction : "maximize"' }),
      color: GREEN,
    },
    minimized: {
      column: metric('lower is better', 'min', 'record.value', { filter: 'primary.direction : "minimize"' }),
      color: BLUE,
    },
  },
  fromData: true,
  wideLegend: true,
  axisTitles: { y: false },
});

export const progressDashboard = dashboard({
  id: 'runlens-progress',
  title: 'Progress',
  description: 'How the best moved over time, and what moved it.',
  from: 'now-1y',
  controls: [byProject, byGroup, byAuthor],
  rows: [
    {
      height: 22,
      panels: [
        {
          width: 48,
          panel: visualization(
            'Every run, and the best so far',
            'runlens-progress',
            'Over the runs that filters and time range leave: a green point is better than all of those before it.',
          ),
        },
      ],
    },
    { height: 14, panels: [{ width: 48, panel: records, clickLeadsTo: 'runlens-run' }] },
    { height: 14, panels: [{ width: 48, panel: asJudged }] },
  ],
});
