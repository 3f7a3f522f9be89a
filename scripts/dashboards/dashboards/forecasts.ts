import { metric, terms } from '../columns.ts';
import { dashboard, type Control } from '../dashboard.ts';
import { view } from '../data-views.ts';
import { chart, table } from '../lens.ts';
import { visualization } from '../panels.ts';
import { RED } from '../vega/spec.ts';

const SERIES = view('series');
const error = metric('Mean absolute error', 'average', 'absolute_error');

function control(field: string, title: string, more: Partial<Control> = {}): Control {
  return {
    field,
    title,
    view: SERIES,
    ...more,
  };
}

const byEntity = chart({
  title: 'Error by entity',
  description: 'Mean absolute error, the worst on top: in the units of each entity, which need not compare.',
  view: SERIES,
  filter: 'absolute_error : *',
  shape: 'bar_horizontal',
  x: terms('Entity', 'entity', {
    size: 20,
    order: { by: 'average', field: 'absolute_error', direction: 'desc' },
    missing: true,
  }),
  series: { error: { column: error, color: RED } },
  legend: false,
  valuesOnBars: true,
});

const byRun = table({
  title: 'Error by run and entity',
  description: 'Mean absolute error, the most exact run on top.',
  view: SERIES,
  filter: 'absolute_error : *',
  rows: 15,
  columns: {
    run: {
      column: terms('Run', 'run.label', {
        size: 100,
        order: { by: 'average', field: 'absolute_error', direction: 'asc' },
      }),
      click: true,
      width: 190,
    },
    entity: {
      column: terms('Entity', 'entity', {
        size: 20,
        order: { by: 'alphabet', direction: 'asc' },
        missing: true,
      }),
      across: true,
    },
    error: { column: { ...error, label: 'Error' } },
  },
});

export const forecasts = dashboard({
  id: 'runlens-forecasts',
  title: 'Forecasts',
  description: 'Target against prediction over time, and where the error is.',
  from: 'now-1y',
  controls: [
    control('project', 'Project', { single: true }),
    control('run.label', 'Run'),
    control('entity', 'Entity'),
    control('split', 'Split'),
  ],
  rows: [
    {
      height: 24,
      panels: [
        {
          width: 48,
          panel: visualization(
            'Target and prediction',
            'runlens-forecast',
            'The dark line is the target. With more than six runs only the best ones of their projects are drawn.',
          ),
        },
      ],
    },
    {
      height: 16,
      panels: [
        { width: 18, panel: byEntity },
        { width: 30, panel: byRun, clickLeadsTo: 'runlens-run' },
      ],
    },
  ],
});
