/** How long each project has been without a new record, the longest on top, independent of the time range. */

import { BLUE, filtered, formula, nothing, TEXT, vega, VEGA } from './spec.ts';

const PROJECTS = {
  name: 'projects',
  url: {
    index: 'runlens-experiments',
    body: {
      size: 0,
      query: filtered([{ term: { 'record.is': true } }]),
      aggs: {
        projects: {
          terms: { field: 'project', size: 50, order: { last: 'asc' } },
          aggs: { last: { max: { field: 'run.ended_at' } } },
        },
      },
    },
  },
  format: { property: 'aggregations.projects.buckets' },
  transform: [
    formula('days', 'max(0, floor((now() - datum.last.value) / 86400000))'),
    formula('text', "datum.days + (datum.days === 1 ? ' day' : ' days')"),
  ],
};

const place = { y: { scale: 'y', field: 'key' }, height: { scale: 'y', band: 1 } };

export const daysSinceRecord = vega('runlens-days-since-record', 'Days since the last record', {
  $schema: VEGA,
  data: [PROJECTS],
  scales: [
    {
      name: 'x',
      type: 'linear',
      domain: [0, { signal: "length(data('projects')) > 0 ? max(1, data('projects')[0].days) : 1" }],
      range: 'width',
    },
    { name: 'y', type: 'band', domain: { data: 'projects', field: 'key' }, range: 'height', padding: 0.25 },
  ],
  axes: [{ orient: 'left', scale: 'y', ticks: false, domain: false, labelLimit: 140 }],
  marks: [
    {
      type: 'rect',
      from: { data: 'projects' },
      encode: {
        update: {
          ...place,
          x: { value: 0 },
          x2: { scale: 'x', field: 'days' },
          fill: { value: BLUE },
          fillOpacity: { value: 0.5 },
          tooltip: {
            signal:
              "{Project: datum.key, 'Last record': timeFormat(toDate(datum.last.value), '%Y-%m-%d %H:%M')}",
          },
        },
      },
    },
    {
      // At the foot of the bar, where there is room however short it is.
      type: 'text',
      from: { data: 'projects' },
      encode: {
        update: {
          x: { value: 6 },
          y: { scale: 'y', field: 'key', band: 0.5 },
          baseline: { value: 'middle' },
          fill: { value: TEXT },
          fontWeight: { value: 'bold' },
          fontSize: { value: 12 },
          text: { field: 'text' },
        },
      },
    },
    nothing('projects', 'No record.'),
  ],
});
