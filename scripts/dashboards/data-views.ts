/** One data view per index, with how its numbers, times and pictures are shown. */

import { BETTER, REFUSED, UNRANKED } from './sentences.ts';
import { savedObject, type SavedObject } from './saved-object.ts';

const DECIMALS = { id: 'number', params: { pattern: '0,0.[0000]' } };
/** A step forward may be far smaller than what it leads to. */
const SMALL = { id: 'number', params: { pattern: '0,0.[000000]' } };
const PERCENT = { id: 'percent', params: { pattern: '0,0.0%' } };
const DURATION = {
  id: 'duration',
  params: {
    inputFormat: 'seconds',
    outputFormat: 'humanizePrecise',
    outputPrecision: 1,
    includeSpaceWithSuffix: true,
    useShortSuffix: true,
  },
};
const TIME = { id: 'date', params: { pattern: 'YYYY-MM-DD HH:mm' } };
const BYTES = { id: 'bytes', params: { pattern: '0,0.[0]b' } };

/** `{{outputs_base_url}}` is what `setup-dashboards` replaces by the configured base URL. */
const PICTURE = {
  id: 'url',
  params: {
    type: 'img',
    urlTemplate: '{{outputs_base_url}}{{rawValue}}',
    labelTemplate: '{{value}}',
    width: '96',
    height: '96',
  },
};

type View = {
  title: string;
  time?: string;
  formats: Record<string, unknown>;
  labels?: Record<string, string>;
};

const PRIMARY = Object.fromEntries(
  [
    'value',
    'score',
    'train',
    'validation',
    'test',
    'bias',
    'variance',
    'test_gap',
    'optimal',
    'baseline',
  ].map((name) => [`primary.${name}`, DECIMALS]),
);
/** Without a time: the best run is the best however long ago it was. */
const IMAGES: View = {
  title: 'images',
  formats: {
    input: PICTURE,
    target: PICTURE,
    output: PICTURE,
    'primary.value': DECIMALS,
    'primary.score': DECIMALS,
  },
  labels: { 'run.label': 'run', id: 'image', 'primary.value': 'value', 'primary.metric': 'metric' },
};

const VIEWS: Record<string, View> = {
  experiments: {
    title: 'experiments',
    time: 'run.ended_at',
    formats: {
      'run.ended_at': TIME,
      'run.started_at': TIME,
      ...PRIMARY,
      'primary.improvement': PERCENT,
      'record.value': DECIMALS,
      'record.score': DECIMALS,
      'record.gain': SMALL,
      'primary.direction': BETTER,
      unranked_because: UNRANKED,
      'run.duration_seconds': DURATION,
    },
  },
  scores: { title: 'scores', time: 'run.ended_at', formats: { value: DECIMALS, score: DECIMALS } },
  images: IMAGES,
  'images-best': { ...IMAGES, title: 'images of the best runs' },
  series: {
    title: 'series',
    time: 'run.ended_at',
    formats: Object.fromEntries(
      ['target', 'prediction', 'lower', 'upper', 'error', 'absolute_error'].map((name) => [name, DECIMALS]),
    ),
  },
  files: {
    title: 'files',
    time: 'seen_at',
    formats: { seen_at: TIME, modified_at: TIME, lag_seconds: DURATION, size: BYTES, error_type: REFUSED },
    labels: {
      path: 'file',
      status: 'state',
      error_type: 'why',
      error_count: 'problems',
      problems: 'what is wrong, and where',
    },
  },
};

export type ViewName = 'experiments' | 'scores' | 'images' | 'images-best' | 'series' | 'files';

/** The id of a data view, which is also the name of the alias that it shows. */
export function view(name: ViewName): string {
  return `runlens-${name}`;
}

export const dataViews: SavedObject[] = Object.entries(VIEWS).map(
  ([name, { title, time, formats, labels = {} }]) =>
    savedObject('index-pattern', view(name as ViewName), {
      title: view(name as ViewName),
      name: `[Runlens] ${title}`,
      ...(time !== undefined && { timeFieldName: time }),
      allowNoIndex: true,
      fields: [],
      typeMeta: {},
      sourceFilters: name === 'experiments' ? [{ value: 'original' }] : [],
      fieldAttrs: Object.fromEntries(
        Object.entries(labels).map(([field, customLabel]) => [field, { customLabel }]),
      ),
      runtimeFieldMap: {},
      fieldFormatMap: formats,
    }),
);
