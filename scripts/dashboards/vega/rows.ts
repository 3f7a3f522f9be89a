/**
 * Small multiples: one row per project or entity, each with a scale of its own, over one axis of time. Vega and not
 * Vega-Lite, whose facets do not fill the panel that they are in.
 */

import { TEXT, timeDomain } from './spec.ts';

type Rows = {
  /** The data set, and the field of it that there is a row for each value of. */
  data: string;
  by: string;
  /** The field with the time. */
  time: string;
  /** The fields that a row's scale has to hold. */
  fields: string[];
  /** The heading of a row: an expression over `parent`, which has `by` and the fields that are `said`. */
  heading: string;
  said: string[];
  /** Marks within a row: their data are `row`, their scales `x` and `y`. */
  marks: unknown[];
  format?: string;
};

/** Above the row of a project: what its values are, and which way is better. */
export const PROJECT_HEADING =
  "parent.project + '  ·  ' + parent.metric + ' on ' + parent.split + (parent.direction === 'minimize' ? ', lower is better' : ', higher is better')";

export function rows({ data, by, time, fields, heading, said, marks, format = '' }: Rows) {
  return {
    scales: [
      { name: 'x', type: 'time', domain: timeDomain(data, time), range: 'width', nice: false, padding: 8 },
      {
        name: 'rows',
        type: 'band',
        domain: { data, field: by, sort: true },
        range: 'height',
        paddingInner: 0.22,
        paddingOuter: 0.1,
      },
    ],
    axes: [{ orient: 'bottom', scale: 'x', labelOverlap: true, tickCount: { signal: 'ceil(width / 110)' } }],
    marks: [
      {
        type: 'group',
        from: {
          facet: {
            name: 'row',
            data,
            groupby: by,
            aggregate: { fields: said, ops: said.map(() => 'min'), as: said },
          },
        },
        encode: {
          update: {
            y: { scale: 'rows', field: by },
            height: { scale: 'rows', band: 1 },
            width: { signal: 'width' },
          },
        },
        signals: [{ name: 'height', update: "bandwidth('rows')" }],
        scales: [
          {
            name: 'y',
            type: 'linear',
            domain: { data: 'row', fields },
            zero: false,
            nice: true,
            padding: 4,
            range: [{ signal: 'height' }, 0],
          },
        ],
        axes: [
          {
            orient: 'left',
            scale: 'y',
            grid: true,
            gridOpacity: 0.4,
            tickCount: { signal: 'max(2, ceil(height / 40))' },
            format,
          },
        ],
        marks: [
          {
            type: 'text',
            encode: {
              update: {
                y: { value: -6 },
                fontSize: { value: 12 },
                fontWeight: { value: 'bold' },
                fill: { value: TEXT },
                text: { signal: heading },
              },
            },
          },
          ...marks,
        ],
      },
    ],
  };
}
