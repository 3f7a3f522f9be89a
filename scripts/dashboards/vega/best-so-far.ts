/**
 * How far each project has come, on one scale whatever its metric: 0 % is its first record, 100 % its best today.
 * From the records as judged over all runs, so that a filter takes lines away but never changes one.
 */

import { COLORS, documents, formula, nothing, TEXT, timeDomain, vega, VEGA } from './spec.ts';

const RECORDS = {
  name: 'records',
  url: documents(
    'runlens-experiments',
    ['project', 'run.id', 'run.ended_at', 'primary.metric', 'record.value', 'record.score'],
    { 'run.ended_at': 'asc' },
    [{ term: { 'record.is': true } }],
  ),
  format: { property: 'hits.hits' },
  transform: [
    formula('ended', 'toDate(datum._source.run.ended_at)'),
    formula('project', 'datum._source.project'),
    formula('run', 'datum._source.run.id'),
    formula('metric', 'datum._source.primary.metric'),
    formula('value', 'datum._source.record.value'),
    formula('score', 'datum._source.record.score'),
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

const POSITION = {
  x: { scale: 'x', field: 'ended' },
  y: { scale: 'y', field: 'share' },
};

export const bestSoFar = vega('runlens-best-so-far', 'Best so far of each project', {
  $schema: VEGA,
  data: [
    RECORDS,
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
                  "{Project: datum.project, Run: datum.run, Metric: datum.metric, Value: format(datum.value, '.4f'), Ended: timeFormat(datum.ended, '%Y-%m-%d %H:%M')}",
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
    nothing('records', 'No record in this time.'),
  ],
  config: { axis: { titleColor: TEXT } },
});
