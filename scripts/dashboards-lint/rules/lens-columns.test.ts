import { expect, test } from 'vitest';
import { layer, lintWith, OVERVIEW, RANKING, TABLE } from '../fixture/broken.ts';

const COLUMNS = `${layer(TABLE)}.columns`;
const VISUALIZATION = `${RANKING}.state.visualization`;
const table = `${OVERVIEW} | panel table "table", layer L1`;
const ranking = `${OVERVIEW} | panel ranking "ranking"`;

test.each([
  ['lacks a column', ['run']],
  ['has a column twice', ['run', 'score', 'score']],
  ['names one that does not exist', ['run', 'score', 'other']],
])('columnOrder %s', (_what, order) => {
  expect(lintWith(OVERVIEW, `${layer(RANKING)}.columnOrder`, order)).toEqual([
    `${ranking}, layer L1 | columnOrder is [${order.join(', ')}]: it must list each of run, score once.`,
  ]);
});

test('a metric before a bucket', () => {
  expect(lintWith(OVERVIEW, `${layer(RANKING)}.columnOrder`, ['score', 'run'])).toEqual([
    `${ranking}, layer L1 | columnOrder has a metric before a bucket: Kibana nests by this order, so list buckets first.`,
  ]);
});

test.each([
  ['other', 'It is ordered by column other, which does not exist.'],
  ['run', 'It is ordered by column run, which is a bucket: order by a metric.'],
  [
    'gap',
    'It is ordered by column gap, a formula, which Elasticsearch cannot: order by a plain metric, or by a field that holds the result.',
  ],
])('an order by %s', (columnId, message) => {
  expect(lintWith(OVERVIEW, `${COLUMNS}.run.params.orderBy.columnId`, columnId)).toEqual([
    `${table}, column run | ${message}`,
  ]);
});

test('a custom order by nothing', () => {
  expect(lintWith(OVERVIEW, `${COLUMNS}.run.params.orderBy`, { type: 'custom' })).toEqual([
    `${table}, column run | Its order is custom but it has no orderAgg: say what orders it.`,
  ]);
});

test('a formula of a part that does not exist', () => {
  expect(lintWith(OVERVIEW, `${COLUMNS}.gap.references`, ['gapX3'])).toEqual([
    `${table}, column gap | It is calculated from column gapX3, which does not exist.`,
  ]);
});

test.each([
  [
    'layers.0.xAccessor',
    'other',
    'visualization.layers.0',
    'xAccessor names column other, which layer L1 does not have.',
  ],
  [
    'layers.0.accessors',
    ['score', 'other'],
    'visualization.layers.0',
    'accessors names column other, which layer L1 does not have.',
  ],
  [
    'layers.1.yConfig.0.forAccessor',
    'score',
    'visualization.layers.1.yConfig.0',
    'forAccessor names column score, which layer LR does not have.',
  ],
])('what is drawn: %s', (path, value, where, message) => {
  expect(lintWith(OVERVIEW, `${VISUALIZATION}.${path}`, value)).toEqual([
    `${ranking}, ${where} | ${message}`,
  ]);
});

test("a table's column that does not exist", () => {
  expect(lintWith(OVERVIEW, `${TABLE}.state.visualization.sorting.columnId`, 'other')).toEqual([
    `${OVERVIEW} | panel table "table", visualization.sorting | columnId names column other, which layer L1 does not have.`,
  ]);
});

test('a layer that nothing draws, and one that does not exist', () => {
  expect(lintWith(OVERVIEW, `${VISUALIZATION}.layers.1.layerId`, 'L2')).toEqual([
    `${ranking}, visualization.layers.1 | It draws layer L2, which does not exist.`,
    `${ranking}, layer LR | No layer of the visualization draws it: draw it or take it away.`,
  ]);
});
