/**
 * The progress of each project, on one scale for all metrics: 0 % is its first record, 100 % its best today.
 * Over all records there are, so that a filter takes lines away but never changes one.
 */

import { ALL_RECORDS, RECORD_TOOLTIP, RECORDS_CUT } from './all-records.ts';
import { COLORS, cut, nothing, TEXT, timeDomain, vega, VEGA } from './spec.ts';

const POSITION = {
  x: { scale: 'x', field: 'ended' },
  y: { scale: 'y', field: 'share' },
};

export const bestSoFar = vega('runlens-best-so-far', 'Best so far of each project', {
  $schema: VEGA,
  data: [
    ...ALL_RECORDS,
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
              tooltip: { signal: RECORD_TOOLTIP },
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
    cut('all', RECORDS_CUT),
    nothing('records', 'No record.'),
  ],
  config: { axis: { titleColor: TEXT } },
});
