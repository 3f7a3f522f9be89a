/** All records of the projects that the dashboard's filters leave: a filter takes projects away, never changes one. */

import { documents, filtered, formula } from './spec.ts';

/** The records, in order of time, as the data set `records`; everything before it serves to find them. */
export const ALL_RECORDS = [
  {
    name: 'projects',
    url: {
      index: 'runlens-experiments',
      body: { size: 0, query: filtered([]), aggs: { projects: { terms: { field: 'project', size: 1000 } } } },
    },
    format: { property: 'aggregations.projects.buckets' },
  },
  {
    name: 'all',
    url: documents(
      'runlens-experiments',
      [
        'project',
        'run.id',
        'run.ended_at',
        'primary.metric',
        'primary.split',
        'primary.direction',
        'record.value',
        'record.score',
      ],
      { 'run.ended_at': 'desc' },
      [{ term: { 'record.is': true } }],
      'everything',
    ),
    format: { property: 'hits.hits' },
    transform: [
      formula('ended', 'toDate(datum._source.run.ended_at)'),
      formula('project', 'datum._source.project'),
      formula('run', 'datum._source.run.id'),
      formula('metric', 'datum._source.primary.metric'),
      formula('split', 'datum._source.primary.split'),
      formula('direction', 'datum._source.primary.direction'),
      formula('value', 'datum._source.record.value'),
      formula('score', 'datum._source.record.score'),
      { type: 'collect', sort: { field: 'ended' } },
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
  },
  {
    name: 'records',
    source: 'all',
    transform: [
      { type: 'lookup', from: 'projects', key: 'key', fields: ['project'], values: ['key'], as: ['shown'] },
      { type: 'filter', expr: 'isValid(datum.shown)' },
    ],
  },
];

export const RECORD_TOOLTIP =
  "{Project: datum.project, Run: datum.run, Metric: datum.metric, Value: format(datum.value, '.6~g'), Ended: timeFormat(datum.ended, '%Y-%m-%d %H:%M')}";
export const RECORDS_CUT = 'Only the latest 10,000 records are drawn.';
