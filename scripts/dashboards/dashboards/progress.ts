import { dashboard } from '../dashboard.ts';
import { byAuthor, byGroup, byProject } from '../experiments.ts';
import { records, visualization } from '../panels.ts';

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
    {
      height: 18,
      panels: [
        {
          width: 48,
          panel: visualization(
            'Best so far over all runs',
            'runlens-records',
            'As judged over all runs of each project, whatever the time range and the other filters: those decide which projects are shown.',
          ),
        },
      ],
    },
  ],
});
