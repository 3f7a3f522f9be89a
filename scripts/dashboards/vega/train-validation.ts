/** Train against validation: on the diagonal nothing is lost between them. */

import { COLORS, documents, exists, formula, GREY, nothing, TEXT, vega, VEGA } from './spec.ts';

const FIELDS = [
  'project',
  'run.id',
  'run.name',
  'run.group',
  'primary.train',
  'primary.validation',
  'primary.metric',
];

const RUNS = {
  name: 'runs',
  url: documents('runlens-experiments', FIELDS, { 'run.ended_at': 'desc' }, [
    exists('primary.train'),
    exists('primary.validation'),
  ]),
  format: { property: 'hits.hits' },
  transform: [
    formula('train', 'datum._source.primary.train'),
    formula('validation', 'datum._source.primary.validation'),
    formula('run', 'datum._source.run.id'),
    formula('name', 'datum._source.run.name'),
    formula('group', 'datum._source.run.group || datum._source.project'),
  ],
};

/** Of both axes, so that the diagonal is one. */
const RANGE = {
  name: 'range',
  update:
    "length(data('runs')) > 0 ? [min(extent(pluck(data('runs'), 'train'))[0], extent(pluck(data('runs'), 'validation'))[0]), max(extent(pluck(data('runs'), 'train'))[1], extent(pluck(data('runs'), 'validation'))[1])] : [0, 1]",
};

function scale(name: string, range: 'width' | 'height') {
  return {
    name,
    type: 'linear',
    domain: { signal: 'range' },
    range,
    zero: false,
    nice: true,
  };
}

function axis(orient: string, scale: string, title: string) {
  return {
    orient,
    scale,
    title,
    grid: true,
    gridOpacity: 0.4,
    titleColor: TEXT,
    labelOverlap: true,
  };
}

export const trainValidation = vega('runlens-train-validation', 'Train against validation', {
  $schema: VEGA,
  signals: [RANGE],
  data: [RUNS],
  scales: [
    scale('x', 'width'),
    scale('y', 'height'),
    {
      name: 'color',
      type: 'ordinal',
      domain: { data: 'runs', field: 'group', sort: true },
      range: COLORS,
    },
  ],
  axes: [axis('bottom', 'x', 'train'), axis('left', 'y', 'validation')],
  legends: [{ fill: 'color', title: 'group', symbolType: 'circle', labelLimit: 110 }],
  marks: [
    {
      type: 'rule',
      encode: {
        update: {
          x: { scale: 'x', signal: 'range[0]' },
          y: { scale: 'y', signal: 'range[0]' },
          x2: { scale: 'x', signal: 'range[1]' },
          y2: { scale: 'y', signal: 'range[1]' },
          stroke: { value: GREY },
          strokeDash: { value: [4, 4] },
        },
      },
    },
    {
      type: 'symbol',
      from: { data: 'runs' },
      encode: {
        update: {
          x: { scale: 'x', field: 'train' },
          y: { scale: 'y', field: 'validation' },
          size: { value: 70 },
          fill: { scale: 'color', field: 'group' },
          fillOpacity: { value: 0.8 },
          tooltip: {
            signal:
              "{Run: datum.run, Name: datum.name, Train: format(datum.train, '.6~g'), Validation: format(datum.validation, '.6~g')}",
          },
        },
      },
    },
    nothing('runs', 'No run with both a train and a validation value.'),
  ],
});
