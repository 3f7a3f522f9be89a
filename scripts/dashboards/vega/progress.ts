/** Every run as a point, and the best so far as a step line, over the runs that the filters leave. */

import { PROJECT_HEADING, rows } from './rows.ts';
import { BLUE, cut, documents, exists, formula, GREEN, GREY, nothing, vega, VEGA } from './spec.ts';

const FIELDS = [
  'project',
  'run.id',
  'run.name',
  'run.group',
  'run.author',
  'run.ended_at',
  'primary.metric',
  'primary.direction',
  'primary.split',
  'primary.value',
  'primary.score',
];

/** A run, and among those that ended before it and were not filtered out, the best. */
const RUNS = {
  name: 'runs',
  url: documents('runlens-experiments', FIELDS, { 'run.ended_at': 'desc' }, [exists('primary.score')]),
  format: { property: 'hits.hits' },
  transform: [
    formula('ended', 'toDate(datum._source.run.ended_at)'),
    formula('project', 'datum._source.project'),
    formula('run', 'datum._source.run.id'),
    formula('name', 'datum._source.run.name'),
    formula('metric', 'datum._source.primary.metric'),
    formula('direction', 'datum._source.primary.direction'),
    formula('split', 'datum._source.primary.split'),
    formula('value', 'datum._source.primary.value'),
    formula('score', 'datum._source.primary.score'),
    { type: 'collect', sort: { field: ['ended', 'run'], order: ['ascending', 'ascending'] } },
    {
      type: 'window',
      groupby: ['project'],
      sort: { field: ['ended', 'run'], order: ['ascending', 'ascending'] },
      ops: ['max'],
      fields: ['score'],
      as: ['best_score'],
      frame: [null, 0],
      // Two runs that ended at once are still one after the other, as in the ranking.
      ignorePeers: true,
    },
    {
      type: 'window',
      groupby: ['project'],
      sort: { field: ['ended', 'run'], order: ['ascending', 'ascending'] },
      ops: ['lag'],
      fields: ['best_score'],
      as: ['best_before'],
    },
    formula('is_record', 'datum.best_before === null || datum.score > datum.best_before'),
    formula('best', "datum.direction === 'minimize' ? -datum.best_score : datum.best_score"),
  ],
};

const TOOLTIP =
  "{Run: datum.run, Name: datum.name, Value: format(datum.value, '.6~g'), 'Best so far': format(datum.best, '.6~g'), Ended: timeFormat(datum.ended, '%Y-%m-%d %H:%M'), Record: datum.is_record ? 'yes' : 'no'}";

export const progress = vega('runlens-progress', 'Every run and the best so far', {
  $schema: VEGA,
  data: [RUNS],
  ...withNothing(
    rows({
      data: 'runs',
      by: 'project',
      time: 'ended',
      fields: ['value', 'best'],
      said: ['metric', 'direction', 'split'],
      heading: PROJECT_HEADING,
      marks: [
        {
          type: 'line',
          from: { data: 'row' },
          encode: {
            update: {
              x: { scale: 'x', field: 'ended' },
              y: { scale: 'y', field: 'best' },
              interpolate: { value: 'step-after' },
              stroke: { value: GREEN },
              strokeWidth: { value: 2.5 },
            },
          },
        },
        {
          type: 'symbol',
          from: { data: 'row' },
          encode: {
            update: {
              x: { scale: 'x', field: 'ended' },
              y: { scale: 'y', field: 'value' },
              size: { signal: 'datum.is_record ? 90 : 40' },
              fill: { signal: `datum.is_record ? '${GREEN}' : '${BLUE}'` },
              fillOpacity: { signal: 'datum.is_record ? 1 : 0.55' },
              stroke: { signal: `datum.is_record ? 'white' : '${GREY}'` },
              strokeWidth: { value: 0.5 },
              tooltip: { signal: TOOLTIP },
            },
            hover: { fillOpacity: { value: 1 } },
          },
        },
      ],
    }),
  ),
});

function withNothing<Spec extends { marks: unknown[] }>(spec: Spec): Spec {
  return {
    ...spec,
    marks: [
      ...spec.marks,
      cut('runs', 'Only the latest 10,000 runs are drawn.'),
      nothing('runs', 'No run that ranks, under these filters and in this time.'),
    ],
  };
}
