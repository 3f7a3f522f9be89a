import { count, distribution, metric, said, terms, type Order } from '../columns.ts';
import { dashboard, type Control } from '../dashboard.ts';
import { view } from '../data-views.ts';
import { chart, table } from '../lens.ts';
import { search } from '../panels.ts';

const BEST = view('images-best');
const ALL = view('images');
const WORST_FIRST: Order = { by: 'average', field: 'primary.score', direction: 'asc' };
/** Images of several projects are kept apart: their metrics do not compare. */
const project = terms('Project', 'project', { size: 20, order: { by: 'alphabet', direction: 'asc' } });
const average = metric('Average', 'average', 'primary.value');

function control(field: string, title: string, more: Partial<Control> = {}): Control {
  return {
    field,
    title,
    view: BEST,
    ...more,
  };
}

const spread = chart({
  title: 'How the images are spread',
  description: 'Images of the best run by their metric.',
  view: BEST,
  shape: 'bar_stacked',
  x: distribution('Image metric', 'primary.value'),
  by: project,
  series: { images: { column: count('Images') } },
  legendAt: 'bottom',
  axisTitles: { x: true, y: true },
});

function byField(title: string, label: string, field: string) {
  return chart({
    title,
    description: 'Average of the image metric, the worst on top.',
    view: BEST,
    shape: 'bar_horizontal',
    x: terms(label, field, { size: 15, order: WORST_FIRST }),
    by: project,
    series: { average: { column: average } },
    legendAt: 'bottom',
    valuesOnBars: true,
  });
}

const inManyRuns = table({
  title: 'Images that are bad in many runs',
  description:
    'Over all runs, the worst average of each project on top: suspects for a wrong label or a case that no model can do. How many runs have it is beside it.',
  view: ALL,
  filter: 'primary.score : *',
  rows: 10,
  tall: 'pictures',
  columns: {
    project: { column: project },
    id: { column: terms('Image', 'id', { size: 100, order: WORST_FIRST }), click: true },
    input: { column: said('Input', 'input') },
    target: { column: said('Target', 'target') },
    runs: { column: metric('Runs', 'unique_count', 'run.key') },
    average: { column: average },
    wrong: { column: count('Wrong predictions', 'is_correct : false') },
    label: { column: said('Label', 'label') },
  },
});

export const images = dashboard({
  id: 'runlens-images',
  title: 'Images',
  description: 'On which images the best run of a project does worst, and which are bad in many runs.',
  from: 'now-1y',
  controls: [
    control('project', 'Project', { single: true }),
    control('split', 'Split', { selected: ['validation'] }),
    control('label', 'Label'),
    control('is_correct', 'Correct'),
  ],
  rows: [
    {
      height: 24,
      panels: [
        {
          width: 48,
          panel: search(
            'The worst images of the best run',
            'runlens-worst-images',
            'Project by project, the worst first, whichever way the metric runs.',
          ),
        },
      ],
    },
    {
      height: 14,
      panels: [
        { width: 16, panel: spread },
        { width: 16, panel: byField('By label', 'Label', 'label') },
        { width: 16, panel: byField('By attribute', 'Attribute', 'attributes.pairs') },
      ],
    },
    { height: 20, panels: [{ width: 48, panel: inManyRuns }] },
  ],
});
