/**
 * How far each project has come, on one scale whatever its metric: 0 % is its first record, 100 % its best today.
 * Over all records there are, so that a filter takes lines away but never changes one.
 */

import { COLORS, cut, documents, filtered, formula, nothing, TEXT, timeDomain, vega, VEGA } from './spec.ts';

const RECORDS = {
  name: 'all',
  url: documents(
    'runlens-experiments',
    ['project', 'run.id', 'run.ended_at', 'primary.metric', 'record.value', 'record.score'],
    { 'run.ended_at': 'desc' },
    [{ term: { 'record.is': true } }],
    'everything',
  ),
  format: { property: 'hits.hits' },
  transform: [
    formula('ended', 'toDate(datum._source.run.ended_at)'),
    formula('project', 'datum._source.project'),
    formula('run', 'datum._source.run.id'),
    formula('metric', 'datum._source.primary.metric'),
    formula('value', 'datum._source.record.value'),
    formula('score', 'datum._source.record.score'),
    { type: 'collect', sort: { field: 'ended' } },
    {
      type: 'joinaggregate',
      groupby: ['project'],
      ops: ['min', 'max'],
      fields: ['score', 'score'],
      as: ['first', 'last'],
    },
    formula(
      'share',
      'datum.last === datum.first ? 1 : (datum.score - datum.first) / (datum.last - datum.first)',
    ),
  ],
};

/** The projects that the dashboard's filters leave. */
const PROJECTS = {
  name: 'projects',
  url: {
    index: 'runlens-experiments',
    body: { size: 0, query: filtered([]), aggs: { projects: { terms: { field: 'project', size: 1000 } } } },
  },
  format: { property: 'aggregations.projects.buckets' },
};

const SHOWN = {
  name: 'records',
  source: 'all',
  transform: [
    { type: 'lookup', from: 'projects', key: 'key', fields: ['project'], values: ['key'], as: ['shown'] },
    { type: 'filter', expr: 'isValid(datum.shown)' },
  ],
};

const POSITION = {
  x: { scale: 'x', field: 'ended' },
  y: { scale: 'y', field: 'share' },
};

export const bestSoFar = vega('runlens-best-so-far', 'Best so far of each project', {
  $schema: VEGA,
  data: [
    PROJECTS,
    RECORDS,
    SHOWN,
    {
      name: 'latest',
      source: 'records',
      transform: [
        {
          type: 'aggregate',
          groupby: ['project'],
          ops: ['max', 'max'],
          fields: ['ended', 'share'],
          as: ['ended', 'share'],
        },
      ],
    },
  ],
  scales: [
    { name: 'x', type: 'time', domain: timeDomain('records', 'ended'), range: 'width', padding: 10 },
    { name: 'y', type: 'linear', domain: [0, 1], range: 'height', padding: 6 },
    {
      name: 'color',
      type: 'ordinal',
      domain: { data: 'records', field: 'project', sort: true },
      range: COLORS,
    },
  ],
  axes: [
    { orient: 'bottom', scale: 'x', labelOverlap: true, tickCount: { signal: 'ceil(width / 110)' } },
    {
      orient: 'left',
      scale: 'y',
      grid: true,
      gridOpacity: 0.4,
      format: '.0%',
      tickCount: 5,
      title: 'from first record to best',
    },
  ],
  // Without a title, a legend of nothing has no bounds, and Vega finds no place for the rest.
  legends: [
    { fill: 'color', orient: 'top', symbolType: 'circle', direction: 'horizontal', title: 'project' },
  ],
  marks: [
    {
      type: 'group',
      from: { facet: { name: 'line', data: 'records', groupby: 'project' } },
      marks: [
        {
          type: 'line',
          from: { data: 'line' },
          encode: {
            update: {
              ...POSITION,
              interpolate: { value: 'step-after' },
              stroke: { scale: 'color', field: 'project' },
              strokeWidth: { value: 2.5 },
            },
          },
        },
        {
          type: 'symbol',
          from: { data: 'line' },
          encode: {
            update: {
              ...POSITION,
              size: { value: 60 },
              fill: { scale: 'color', field: 'project' },
              tooltip: {
                signal:
                  "{Project: datum.project, Run: datum.run, Metric: datum.metric, Value: format(datum.value, '.6~g'), Ended: timeFormat(datum.ended, '%Y-%m-%d %H:%M')}",
              },
            },
          },
        },
      ],
    },
    {
      type: 'rule',
      from: { data: 'latest' },
      encode: {
        update: {
          ...POSITION,
          x2: { signal: 'width' },
          stroke: { scale: 'color', field: 'project' },
          strokeDash: { value: [3, 3] },
          strokeWidth: { value: 2 },
        },
      },
    },
    cut('all', 'Only the latest 10,000 records are drawn.'),
    nothing('records', 'No record.'),
  ],
  config: { axis: { titleColor: TEXT } },
});
