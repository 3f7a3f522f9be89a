/** The best so far as it was judged over all runs, a row per project with a scale of its own. */

import { ALL_RECORDS, RECORD_TOOLTIP, RECORDS_CUT } from './all-records.ts';
import { PROJECT_HEADING, rows } from './rows.ts';
import { cut, GREEN, nothing, vega, VEGA } from './spec.ts';

const POSITION = { x: { scale: 'x', field: 'ended' }, y: { scale: 'y', field: 'value' } };

const spec = rows({
  data: 'records',
  by: 'project',
  time: 'ended',
  fields: ['value'],
  said: ['metric', 'direction', 'split'],
  heading: PROJECT_HEADING,
  marks: [
    {
      type: 'line',
      from: { data: 'row' },
      encode: {
        update: {
          ...POSITION,
          interpolate: { value: 'step-after' },
          stroke: { value: GREEN },
          strokeWidth: { value: 2.5 },
        },
      },
    },
    {
      // The last record still holds.
      type: 'rule',
      from: { data: 'row' },
      encode: {
        update: {
          ...POSITION,
          x2: { signal: 'width' },
          stroke: { value: GREEN },
          strokeDash: { value: [3, 3] },
          strokeWidth: { value: 2 },
          opacity: { signal: 'datum.score === datum.last ? 1 : 0' },
        },
      },
    },
    {
      type: 'symbol',
      from: { data: 'row' },
      encode: {
        update: {
          ...POSITION,
          size: { value: 70 },
          fill: { value: GREEN },
          tooltip: { signal: RECORD_TOOLTIP },
        },
      },
    },
  ],
});

export const records = vega('runlens-records', 'Best so far over all runs', {
  $schema: VEGA,
  data: ALL_RECORDS,
  ...spec,
  marks: [...spec.marks, cut('all', RECORDS_CUT), nothing('records', 'No record.')],
});
