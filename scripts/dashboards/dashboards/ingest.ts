import { count, metric, overTime, terms, type Order } from '../columns.ts';
import { dashboard, NAVIGATION_OF_FILES, type Control } from '../dashboard.ts';
import { view } from '../data-views.ts';
import { chart, tile } from '../lens.ts';
import { search } from '../panels.ts';
import { BLUE, RED } from '../vega/spec.ts';

const FILES = view('files');
const ALPHABET: Order = { by: 'alphabet', direction: 'asc' };

function control(field: string, title: string): Control {
  return { field, title, view: FILES };
}

const tiles = [
  tile({ title: 'Indexed', view: FILES, column: count('Indexed', 'status : "indexed"') }),
  tile({ title: 'Partly refused', view: FILES, column: count('Partly refused', 'status : "partial"') }),
  tile({ title: 'Rejected', view: FILES, column: count('Rejected', 'status : "rejected"') }),
  tile({ title: 'Waiting', view: FILES, column: count('Waiting', 'status : ("waiting" or "reading")') }),
  tile({ title: 'Gone', view: FILES, column: count('Gone', 'status : "gone"') }),
  tile({
    title: 'Typical lag',
    view: FILES,
    column: metric('Typical lag', 'median', 'lag_seconds', { filter: 'status : "indexed"' }),
  }),
];

const byStatus = chart({
  title: 'Files by state',
  description: 'By when they were last dealt with.',
  view: FILES,
  shape: 'bar_stacked',
  x: overTime('Dealt with', 'seen_at'),
  by: terms('State', 'status', { size: 10, order: ALPHABET }),
  series: { files: { column: count('Files') } },
});

const why = chart({
  title: 'Why files were refused',
  view: FILES,
  filter: 'error_type : *',
  shape: 'bar_horizontal',
  x: terms('Reason', 'error_type', { size: 15, order: { by: 'column', column: 'files', direction: 'desc' } }),
  series: { files: { column: count('Files'), color: RED } },
  legend: false,
  valuesOnBars: true,
});

const lag = chart({
  title: 'Lag',
  description: 'From the last change of a file to its being dealt with: median and slowest.',
  view: FILES,
  filter: 'status : "indexed"',
  shape: 'line',
  x: overTime('Dealt with', 'seen_at'),
  series: {
    median: { column: metric('Median', 'median', 'lag_seconds'), color: BLUE },
    slowest: { column: metric('Slowest', 'max', 'lag_seconds'), color: RED },
  },
});

export const ingest = dashboard({
  id: 'runlens-ingest',
  title: 'Ingest',
  description: 'What became of the files: what is in, what was refused and why, and how long it took.',
  from: 'now-1y',
  links: NAVIGATION_OF_FILES,
  controls: [control('folder', 'Folder'), control('project', 'Project'), control('status', 'State')],
  rows: [
    { height: 4, panels: tiles.map((panel) => ({ width: 8, panel })) },
    {
      height: 16,
      panels: [
        { width: 48, panel: search('Refused and waiting files', 'runlens-refused-files'), ever: true },
      ],
    },
    {
      height: 14,
      panels: [
        { width: 18, panel: byStatus },
        { width: 14, panel: why },
        { width: 16, panel: lag },
      ],
    },
  ],
});
