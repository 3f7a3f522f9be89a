/** Panels that show an object of their own, and panels of several dashboards. */

import type { ObjectPanel } from './dashboard.ts';
import { ended, EXPERIMENTS, gain, LATEST_FIRST, metricName, run } from './experiments.ts';
import { said, value } from './columns.ts';
import { table } from './lens.ts';

export function visualization(title: string, id: string, description?: string): ObjectPanel {
  return {
    kind: 'visualization',
    title,
    id,
    ...(description !== undefined && { description }),
  };
}

export function search(title: string, id: string, description?: string): ObjectPanel {
  return {
    kind: 'search',
    title,
    id,
    ...(description !== undefined && { description }),
  };
}

/** When the best moved, by how much, and what was changed. */
export const records = table({
  title: 'Records',
  description:
    'Runs that were the best of their project when they ended, the latest first. Gain is how much better than the record before, in the direction that is better.',
  view: EXPERIMENTS,
  filter: 'record.is : true',
  rows: 10,
  tall: 'text',
  columns: {
    run: { column: run(200, LATEST_FIRST), click: true, width: 280 },
    ended: { column: ended, width: 190 },
    metric: { column: metricName, width: 130 },
    value: { column: value('Value', 'primary.value'), width: 100 },
    gain: { column: gain, width: 100 },
    previous: { column: said('Record before', 'record.previous'), width: 170 },
    changes: { column: said('What changed', 'record.changes') },
  },
});
