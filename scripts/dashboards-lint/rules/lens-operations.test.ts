import { describe, expect, test } from 'vitest';
import { layer, lintWith, OVERVIEW, RANKING, TABLE } from '../fixture/broken.ts';

const RUN = `${layer(RANKING)}.columns.run`;
const SCORE = `${layer(RANKING)}.columns.score`;
const AUTHOR = `${layer(TABLE)}.columns.author`;
const ranking = `${OVERVIEW} | panel ranking "ranking"`;

describe('what not every Elasticsearch answers', () => {
  test.each(['moving_average', 'differences', 'counter_rate'])('%s', (operation) => {
    expect(lintWith(OVERVIEW, `${SCORE}.operationType`, operation)[0]).toContain(
      `${ranking}, column "Score" | ${operation} is not answered by every Elasticsearch: use one of count, `,
    );
  });

  test('the last value of a number', () => {
    expect(lintWith(OVERVIEW, `${AUTHOR}.dataType`, 'number')).toEqual([
      `${OVERVIEW} | panel table "table", column "Author" | The last value of a number needs top_metrics, which not every Elasticsearch has: use max where there is one value per bucket.`,
    ]);
  });

  test('a last value that is not a list', () => {
    expect(lintWith(OVERVIEW, `${AUTHOR}.params.showArrayValues`, false)).toEqual([
      `${OVERVIEW} | panel table "table", column "Author" | A last value needs top_metrics unless showArrayValues is true, and not every Elasticsearch has it: set it.`,
    ]);
  });

  test('groups of several fields', () => {
    expect(lintWith(OVERVIEW, `${RUN}.params.secondaryFields`, ['project'])).toEqual([
      `${ranking}, column "Run" | Grouping by several fields needs multi_terms, which not every Elasticsearch has: use a column for each.`,
    ]);
  });

  test('an order by what it does not answer', () => {
    expect(lintWith(OVERVIEW, `${RUN}.params.orderAgg.operationType`, 'moving_average')[0]).toContain(
      `${ranking}, column "Run" | moving_average is not answered by every Elasticsearch: `,
    );
  });

  test('an order by significance', () => {
    expect(lintWith(OVERVIEW, `${RUN}.params.orderBy`, { type: 'significant' })).toEqual([
      `${ranking}, column "Run" | An order by significance needs statistics of all documents: order by a metric.`,
    ]);
  });
});

test.each([
  ['timeShift', '1w', 'It is shifted in time, which no test can ask: leave timeShift out.'],
  [
    'reducedTimeRange',
    '1d',
    'It has a time range of its own, which no test can ask: leave reducedTimeRange out.',
  ],
])('%s', (key, value, message) => {
  expect(lintWith(OVERVIEW, `${SCORE}.${key}`, value)).toEqual([`${ranking}, column "Score" | ${message}`]);
});

test('a data view inside the panel', () => {
  expect(lintWith(OVERVIEW, `${RANKING}.state.adHocDataViews`, { other: { title: 'x' } })).toEqual([
    `${ranking} | It has a data view of its own (adHocDataViews): refer to one of kibana/index-pattern/.`,
  ]);
});

test('ES|QL', () => {
  expect(lintWith(OVERVIEW, `${RANKING}.state.datasourceStates.textBased`, { layers: {} })).toEqual([
    `${ranking} | Its data come from "textBased": only formBased works from Kibana 8.12 on, no ES|QL.`,
  ]);
});
