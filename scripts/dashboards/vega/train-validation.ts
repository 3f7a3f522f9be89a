/** Train against validation: on the diagonal nothing is lost between them. */

import { COLORS, GREY, vega, VEGA_LITE } from './spec.ts';

const axis = (field: string, title: string) => ({
  field,
  type: 'quantitative',
  title,
  scale: { zero: false },
});

export const trainValidation = vega('runlens-train-validation', 'Train against validation', {
  $schema: VEGA_LITE,
  data: {
    url: {
      '%context%': true,
      '%timefield%': 'run.ended_at',
      index: 'runlens-experiments',
      body: {
        size: 10_000,
        track_total_hits: false,
        _source: [
          'project',
          'run.id',
          'run.name',
          'run.group',
          'primary.train',
          'primary.validation',
          'primary.metric',
        ],
      },
    },
    format: { property: 'hits.hits' },
  },
  transform: [
    {
      filter:
        'isValid(datum._source.primary) && isValid(datum._source.primary.train) && isValid(datum._source.primary.validation)',
    },
    { calculate: 'datum._source.primary.train', as: 'train' },
    { calculate: 'datum._source.primary.validation', as: 'validation' },
    { calculate: 'datum._source.run.id', as: 'run' },
    { calculate: 'datum._source.run.name', as: 'name' },
    { calculate: 'datum._source.run.group || datum._source.project', as: 'group' },
  ],
  layer: [
    {
      transform: [
        {
          aggregate: [
            { op: 'min', field: 'train', as: 'least_train' },
            { op: 'min', field: 'validation', as: 'least_validation' },
            { op: 'max', field: 'train', as: 'most_train' },
            { op: 'max', field: 'validation', as: 'most_validation' },
          ],
        },
        { calculate: 'min(datum.least_train, datum.least_validation)', as: 'from' },
        { calculate: 'max(datum.most_train, datum.most_validation)', as: 'to' },
      ],
      mark: { type: 'rule', color: GREY, strokeDash: [4, 4] },
      encoding: {
        x: axis('from', 'train'),
        y: axis('from', 'validation'),
        x2: { field: 'to' },
        y2: { field: 'to' },
      },
    },
    {
      mark: { type: 'point', filled: true, size: 70, opacity: 0.8 },
      encoding: {
        x: axis('train', 'train'),
        y: axis('validation', 'validation'),
        color: { field: 'group', type: 'nominal', title: 'group', scale: { range: COLORS } },
        tooltip: [
          { field: 'run', type: 'nominal', title: 'Run' },
          { field: 'name', type: 'nominal', title: 'Name' },
          { field: 'train', type: 'quantitative', title: 'Train', format: '.4f' },
          { field: 'validation', type: 'quantitative', title: 'Validation', format: '.4f' },
        ],
      },
    },
  ],
});
