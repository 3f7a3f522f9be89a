/** How long each project has gone without a new record. */

import { BLUE, TEXT, vega, VEGA_LITE } from './spec.ts';

const Y = { field: 'key', type: 'nominal', title: null, sort: null };

export const daysSinceRecord = vega('runlens-days-since-record', 'Days since the last record', {
  $schema: VEGA_LITE,
  data: {
    url: {
      '%context%': true,
      '%timefield%': 'run.ended_at',
      index: 'runlens-experiments',
      body: {
        size: 0,
        aggs: {
          records: {
            filter: { term: { 'record.is': true } },
            aggs: {
              projects: {
                terms: { field: 'project', size: 50, order: { last: 'asc' } },
                aggs: { last: { max: { field: 'run.ended_at' } } },
              },
            },
          },
        },
      },
    },
    format: { property: 'aggregations.records.projects.buckets' },
  },
  transform: [
    { calculate: 'floor((now() - datum.last.value) / 86400000)', as: 'days' },
    { calculate: "datum.days + (datum.days === 1 ? ' day' : ' days')", as: 'text' },
  ],
  encoding: { y: Y },
  layer: [
    {
      mark: { type: 'bar', color: BLUE, opacity: 0.5, height: { band: 0.7 } },
      encoding: {
        x: { field: 'days', type: 'quantitative', title: null, axis: null },
        tooltip: [
          { field: 'key', type: 'nominal', title: 'Project' },
          { field: 'last.value', type: 'temporal', title: 'Last record', format: '%Y-%m-%d %H:%M' },
        ],
      },
    },
    {
      // At the foot of the bar, where there is room however short it is.
      mark: { type: 'text', align: 'left', dx: 6, color: TEXT, fontWeight: 'bold', fontSize: 12 },
      encoding: { x: { datum: 0 }, text: { field: 'text', type: 'nominal' } },
    },
  ],
});
