/** Target and prediction over time, a row per series and entity; with many runs only the best ones of their projects. */

import { rows } from './rows.ts';
import { COLORS, cut, documents, exists, formula, nothing, TEXT, vega, VEGA } from './spec.ts';

/** More lines than this are not told apart. */
const MOST_RUNS = 6;

const POINT = [
  'project',
  'run.key',
  'run.id',
  'split',
  'name',
  'entity',
  'timestamp',
  'target',
  'prediction',
  'lower',
  'upper',
];

const BEST = {
  name: 'best',
  // Not filtered: experiments have neither the entities nor the splits of series.
  url: documents(
    'runlens-experiments',
    ['run.key'],
    { 'run.ended_at': 'desc' },
    [{ term: { is_best: true } }],
    'everything',
  ),
  format: { property: 'hits.hits' },
  transform: [formula('key', 'datum._source.run.key')],
};

const ALL = {
  name: 'all',
  url: documents('runlens-series', POINT, { timestamp: 'asc' }, [exists('timestamp')]),
  format: { property: 'hits.hits' },
  transform: [
    formula('key', 'datum._source.run.key'),
    formula('run', 'datum._source.run.id'),
    formula('split', 'datum._source.split'),
    formula('row', "(datum._source.entity ? datum._source.entity + '  ·  ' : '') + datum._source.name"),
    formula('line', "datum.key + '/' + datum.split + '/' + datum.row"),
    formula('time', 'toDate(datum._source.timestamp)'),
    formula('target', 'datum._source.target'),
    formula('prediction', 'datum._source.prediction'),
    formula('lower', 'datum._source.lower'),
    formula('upper', 'datum._source.upper'),
    { type: 'lookup', from: 'best', key: 'key', fields: ['key'], values: ['key'], as: ['best_key'] },
  ],
};

function at(field: string) {
  return { x: { scale: 'x', field: 'time' }, y: { scale: 'y', field } };
}

function perRun(marks: unknown[]) {
  return {
    type: 'group',
    from: { facet: { name: 'line', data: 'row', groupby: 'line' } },
    marks,
  };
}

const spec = rows({
  data: 'points',
  by: 'row',
  time: 'time',
  fields: ['target', 'prediction'],
  said: [],
  heading: 'parent.row',
  format: '~s',
  marks: [
    perRun([
      {
        type: 'area',
        from: { data: 'line' },
        encode: {
          update: {
            ...at('lower'),
            y2: { scale: 'y', field: 'upper' },
            defined: { signal: 'isValid(datum.lower) && isValid(datum.upper)' },
            fill: { scale: 'run', field: 'run' },
            fillOpacity: { value: 0.15 },
          },
        },
      },
      {
        type: 'line',
        from: { data: 'line' },
        encode: {
          update: {
            ...at('target'),
            defined: { signal: 'isValid(datum.target)' },
            stroke: { value: TEXT },
            strokeWidth: { value: 2.5 },
          },
        },
      },
      {
        type: 'line',
        from: { data: 'line' },
        encode: {
          update: {
            ...at('prediction'),
            defined: { signal: 'isValid(datum.prediction)' },
            stroke: { scale: 'run', field: 'run' },
            strokeWidth: { value: 2 },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'line' },
        encode: {
          update: {
            ...at('prediction'),
            size: { value: 22 },
            opacity: { signal: 'isValid(datum.prediction) ? 1 : 0' },
            fill: { scale: 'run', field: 'run' },
            tooltip: {
              signal:
                "{Run: datum.run, Series: datum.row, Split: datum.split, Time: utcFormat(datum.time, '%Y-%m-%d %H:%M'), Target: isValid(datum.target) ? format(datum.target, '.5~g') : '–', Prediction: isValid(datum.prediction) ? format(datum.prediction, '.5~g') : '–'}",
            },
          },
        },
      },
    ]),
  ],
});

export const forecast = vega('runlens-forecast', 'Target and prediction', {
  $schema: VEGA,
  data: [
    BEST,
    ALL,
    { name: 'runs', source: 'all', transform: [{ type: 'aggregate', groupby: ['key', 'best_key'] }] },
    {
      name: 'points',
      source: 'all',
      transform: [
        { type: 'filter', expr: `length(data('runs')) <= ${MOST_RUNS} || isValid(datum.best_key)` },
      ],
    },
  ],
  ...spec,
  scales: [
    ...spec.scales,
    { name: 'run', type: 'ordinal', domain: { data: 'points', field: 'run', sort: true }, range: COLORS },
  ],
  legends: [
    { fill: 'run', orient: 'top', direction: 'horizontal', symbolType: 'circle', title: 'prediction of' },
  ],
  marks: [
    ...spec.marks,
    cut('all', 'Not all points fitted in: choose runs.'),
    nothing('points', 'No series of these runs in this time.'),
  ],
});
