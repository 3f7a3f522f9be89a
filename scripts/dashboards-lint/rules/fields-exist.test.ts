import { describe, expect, test } from 'vitest';
import {
  EXPERIMENTS,
  layer,
  lintWith,
  OVERVIEW,
  PROGRESS,
  RANKING,
  SPEC,
  TABLE,
  WORST,
} from '../fixture/broken.ts';

const RUN = `${layer(RANKING)}.columns.run`;
const SCORE = `${layer(RANKING)}.columns.score`;
const BODY = `${SPEC}.data.url.body`;

function missing(alias: string, field: string) {
  return `${alias} has no field ${field}: name one that is in mappings/${alias === 'runlens-images-best' ? 'images' : 'experiments'}/v1.json.`;
}

describe('a field that does not exist is found in', () => {
  test.each([
    ['a column', OVERVIEW, `${SCORE}.sourceField`, 'primary.nope', 'panel ranking "ranking", column "Score"'],
    [
      'what orders a column',
      OVERVIEW,
      `${RUN}.params.orderAgg.sourceField`,
      'primary.nope',
      'panel ranking "ranking", order of column "Run": column "Average of primary.score"',
    ],
    [
      "a column's filter",
      OVERVIEW,
      `${SCORE}.filter.query`,
      'ranks : true or primary.nope : 1',
      'panel ranking "ranking", column "Score"',
    ],
    [
      "a panel's query",
      OVERVIEW,
      `${RANKING}.state.query.query`,
      'primary.nope < 1',
      'panel ranking "ranking", query',
    ],
    [
      'a filter pill',
      OVERVIEW,
      `${RANKING}.state.filters`,
      [{ meta: {}, query: { bool: { should: [{ exists: { field: 'primary.nope' } }] } } }],
      'panel ranking "ranking", filter 1.bool.should.exists',
    ],
    [
      'a formula',
      OVERVIEW,
      `${layer(TABLE)}.columns.gap.params.formula`,
      '1 - max(primary.nope)',
      'panel table "table", column "Gap"',
    ],
    [
      "a formula's query",
      OVERVIEW,
      `${layer(TABLE)}.columns.gap.params.formula`,
      "count(kql='primary.nope : 1')",
      'panel table "table", column "Gap"',
    ],
    [
      'the time of a last value',
      OVERVIEW,
      `${layer(TABLE)}.columns.author.params.sortField`,
      'primary.nope',
      'panel table "table", column "Author"',
    ],
    [
      'a control',
      OVERVIEW,
      'attributes.controlGroupInput.panelsJSON.project.explicitInput.fieldName',
      'primary.nope',
      'control "Project"',
    ],
    ['the time of a data view', EXPERIMENTS, 'attributes.timeFieldName', 'primary.nope', 'timeFieldName'],
    [
      'a format',
      EXPERIMENTS,
      'attributes.fieldFormatMap',
      { 'primary.nope': { id: 'number' } },
      'fieldFormatMap',
    ],
    ['a label', EXPERIMENTS, 'attributes.fieldAttrs', { 'primary.nope': {} }, 'fieldAttrs'],
    [
      'an aggregation',
      PROGRESS,
      `${BODY}.aggs.runs.aggs.score.max.field`,
      'primary.nope',
      'data.url, body.aggs.runs.aggs.score.max',
    ],
    ['what Vega fetches', PROGRESS, `${BODY}._source`, ['primary.nope'], 'data.url, body._source'],
    ['what Vega sorts by', PROGRESS, `${BODY}.sort`, [{ 'primary.nope': 'asc' }], 'data.url, body.sort'],
    ["Vega's query", PROGRESS, `${BODY}.query`, { term: { 'primary.nope': 1 } }, 'data.url, body.query.term'],
    ["Vega's time field", PROGRESS, `${SPEC}.data.url.%timefield%`, 'primary.nope', 'data.url, %timefield%'],
    ['what a mark reads', PROGRESS, `${SPEC}.encoding.y.field`, '_source.primary.nope', 'encoding.y.field'],
  ])('%s', (_what, file, path, value, where) => {
    expect(lintWith(file, path, value)).toContain(
      `${file} | ${where} | ${missing('runlens-experiments', 'primary.nope')}`,
    );
  });

  test.each([
    ['columns', ['primary.nope'], 'columns'],
    ['sort', [['primary.nope', 'asc']], 'sort'],
    ['grid', { columns: { 'primary.nope': {} } }, 'grid'],
  ])("a search's %s", (key, value, where) => {
    expect(lintWith(WORST, `attributes.${key}`, value)).toEqual([
      `${WORST} | ${where} | ${missing('runlens-images-best', 'primary.nope')}`,
    ]);
  });

  test('a pattern of what a data view hides', () => {
    expect(lintWith(EXPERIMENTS, 'attributes.sourceFilters', [{ value: 'nope.*' }])).toEqual([
      `${EXPERIMENTS} | sourceFilters | Nothing in runlens-experiments is called nope.*: name a field of its mapping.`,
    ]);
  });
});

describe('a field that does not fit its use', () => {
  const score = `${OVERVIEW} | panel ranking "ranking", column "Score" | `;
  const run = `${OVERVIEW} | panel ranking "ranking", column "Run" | `;

  test.each([
    [
      `${SCORE}.sourceField`,
      'run.id',
      `${score}run.id of runlens-experiments is keyword: only numbers and dates can be calculated with.`,
    ],
    [
      `${RUN}.sourceField`,
      'run.ended_at',
      `${run}run.ended_at of runlens-experiments is date: only keywords, booleans and numbers can be grouped by.`,
    ],
    [
      `${RUN}.sourceField`,
      'run.notes',
      `${run}run.notes of runlens-experiments is text: only keywords, booleans and numbers can be grouped by.`,
    ],
    [
      `${RUN}.sourceField`,
      'hyperparameters.all.lr',
      `${run}hyperparameters.all.lr of runlens-experiments is flattened: only keywords, booleans and numbers can be grouped by.`,
    ],
    [
      `${RUN}.sourceField`,
      'original',
      `${run}original of runlens-experiments is keyword: only keywords, booleans and numbers can be grouped by.`,
    ],
    [
      `${SCORE}.filter.query`,
      'original : *',
      `${score}original of runlens-experiments cannot be asked for: it is keyword or not indexed. Show it at most.`,
    ],
    [
      `${SCORE}.filter.query`,
      'directions.accuracy : *',
      `${score}directions.accuracy of runlens-experiments cannot be asked for: it is object or not indexed. Show it at most.`,
    ],
    [
      `${SCORE}.filter.query`,
      'run.id > 3',
      `${score}run.id of runlens-experiments is keyword: only numbers and dates can be compared.`,
    ],
  ])('%s %s', (path, field, expected) => {
    expect(lintWith(OVERVIEW, path, field)).toContain(expected);
  });

  test('no date where one is needed', () => {
    expect(lintWith(EXPERIMENTS, 'attributes.timeFieldName', 'run.id')).toEqual([
      `${EXPERIMENTS} | timeFieldName | run.id of runlens-experiments is keyword: a date is needed here.`,
    ]);
  });

  test('sorting by what has no values', () => {
    expect(lintWith(WORST, 'attributes.sort', [['_id', 'asc']])).toEqual([
      `${WORST} | sort | _id of runlens-images-best has no values to count or sort by: it is _id. Show it at most.`,
    ]);
  });
});

test('fields that grow with the documents have the type of their template', () => {
  const path = `${layer(RANKING)}.columns.score.sourceField`;
  expect(lintWith(OVERVIEW, path, 'hyperparameters.number.lr')).toEqual([]);
  expect(lintWith(OVERVIEW, path, 'hyperparameters.keyword.optimizer')).toHaveLength(1);
});

describe('a query that cannot be read', () => {
  test.each([
    ['project :', '"project :" cannot be read from its end on'],
    ['svm', 'a value in "svm" has no field'],
  ])('%s', (query, reason) => {
    expect(lintWith(WORST, 'attributes.kibanaSavedObjectMeta.searchSourceJSON.query.query', query)).toEqual([
      `${WORST} | query | The query cannot be read: ${reason}. Write it as KQL that names its fields.`,
    ]);
  });

  test('in another language', () => {
    expect(
      lintWith(WORST, 'attributes.kibanaSavedObjectMeta.searchSourceJSON.query.language', 'lucene')[0],
    ).toContain('its language is lucene, not kuery');
  });
});

test.each([
  [EXPERIMENTS, 'attributes.title', 'title'],
  [PROGRESS, `${SPEC}.data.url.index`, 'data.url'],
])('an index that there is not: %s', (file, path, where) => {
  expect(lintWith(file, path, 'runlens-runs')).toContain(
    `${file} | ${where} | There is no index runlens-runs: name an alias of mappings/, such as runlens-experiments.`,
  );
});
