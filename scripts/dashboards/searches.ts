/** Saved searches: the documents themselves, for pictures and texts. */

import { view, type ViewName } from './data-views.ts';
import { savedObject, type SavedObject } from './saved-object.ts';

type Search = {
  id: string;
  title: string;
  on: ViewName;
  filter?: string;
  columns: string[];
  sort: [string, 'asc' | 'desc'][];
  widths?: Record<string, number>;
};

const SOURCE = 'kibanaSavedObjectMeta.searchSourceJSON.index';

function search({ id, title, on, filter = '', columns, sort, widths = {} }: Search): SavedObject {
  return savedObject(
    'search',
    id,
    {
      title: `[Runlens] ${title}`,
      description: '',
      columns,
      sort,
      grid: {
        columns: Object.fromEntries(Object.entries(widths).map(([field, width]) => [field, { width }])),
      },
      hideChart: true,
      isTextBasedQuery: false,
      viewMode: 'documents',
      // As tall as the pictures.
      rowHeight: -1,
      rowsPerPage: 50,
      timeRestore: false,
      usesAdHocDataView: false,
      kibanaSavedObjectMeta: {
        searchSourceJSON: { query: { language: 'kuery', query: filter }, filter: [], indexRefName: SOURCE },
      },
    },
    [{ type: 'index-pattern', id: view(on), name: SOURCE }],
  );
}

const IMAGE = [
  'split',
  'primary.value',
  'label',
  'prediction',
  'input',
  'target',
  'output',
  'primary.metric',
];
/** Pictures share what is left: where they are shown as paths, they need it. */
const IMAGE_WIDTHS = {
  project: 160,
  'run.label': 270,
  id: 140,
  split: 100,
  'primary.value': 110,
  label: 90,
  prediction: 100,
  'primary.metric': 140,
};

export const searches: SavedObject[] = [
  search({
    id: 'runlens-worst-images',
    title: 'Worst images of the best run',
    on: 'images-best',
    filter: 'primary.score : *',
    columns: ['project', 'id', ...IMAGE, 'run.label'],
    sort: [
      ['project', 'asc'],
      ['primary.score', 'asc'],
      ['id', 'asc'],
    ],
    widths: IMAGE_WIDTHS,
  }),
  search({
    id: 'runlens-run-images',
    title: 'Worst images of a run',
    on: 'images',
    filter: 'primary.score : *',
    // The latest run comes first where none is chosen, and none is mixed with another.
    columns: ['run.label', 'id', ...IMAGE],
    sort: [
      ['run.ended_at', 'desc'],
      ['run.label', 'asc'],
      ['primary.score', 'asc'],
      ['id', 'asc'],
    ],
    widths: IMAGE_WIDTHS,
  }),
  search({
    id: 'runlens-run-facts',
    title: 'What a run says of itself',
    on: 'experiments',
    columns: [
      'run.id',
      'run.name',
      'project',
      'run.status',
      'run.author',
      'run.host',
      'run.seed',
      'run.tags',
      'run.notes',
    ],
    sort: [['run.ended_at', 'desc']],
    widths: {
      'run.id': 160,
      'run.name': 240,
      project: 170,
      'run.status': 100,
      'run.author': 110,
      'run.host': 120,
      'run.seed': 80,
    },
  }),
  search({
    id: 'runlens-run-origin',
    title: 'Code, data and environment',
    on: 'experiments',
    columns: [
      'code.repository',
      'code.commit',
      'code.branch',
      'code.dirty',
      'dataset.name',
      'dataset.version',
      'environment',
      'source.path',
    ],
    sort: [['run.ended_at', 'desc']],
    widths: {
      'code.repository': 130,
      'code.commit': 170,
      'code.branch': 110,
      'code.dirty': 90,
      'dataset.name': 160,
      'dataset.version': 110,
      environment: 330,
    },
  }),
  search({
    id: 'runlens-refused-files',
    title: 'Files that were refused, and why',
    on: 'files',
    filter: 'status : ("rejected" or "partial" or "waiting")',
    columns: ['path', 'status', 'error_type', 'error_count', 'problems'],
    sort: [['seen_at', 'desc']],
    widths: { path: 280, status: 100, error_type: 200, error_count: 120 },
  }),
];
