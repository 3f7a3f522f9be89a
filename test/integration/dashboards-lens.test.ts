/** The support that asks Lens's questions, against a handful of runs whose answers can be seen at a glance. */

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ranking, table } from '../../scripts/dashboards-lint/fixture/lens.ts';
import { LensAttributes, LensLayer, layersOf } from '../../scripts/dashboards-lint/shapes/lens.ts';
import { request } from '../support/dump.ts';
import { chosen, type DashboardContext } from '../support/kibana-context.ts';
import { askLayer, type LayerQuestion } from '../support/lens-search.ts';
import { drawVega } from '../support/vega-view.ts';
import { createWorkspace, type Workspace } from '../support/workspace.ts';

let workspace: Workspace;
let context: DashboardContext;

function run(id: string, day: number, score: number | undefined, more: object = {}) {
  return {
    project: 'p',
    run: { key: `p/${id}`, id, ended_at: `2026-01-0${day}T12:00:00Z`, ...more },
    ranks: score !== undefined,
    ...(score !== undefined && { primary: { score, train: score + 0.1, validation: score } }),
  };
}

const RUNS = [
  run('a', 1, 0.5, { author: 'ada', tags: ['x', 'y'], duration_seconds: 10 }),
  run('b', 2, 0.9, { author: 'ada', tags: ['x'], duration_seconds: 20 }),
  run('c', 2, 0.7, { author: 'eve', duration_seconds: 40 }),
  run('d', 5, undefined),
];

beforeAll(async () => {
  workspace = await createWorkspace(inject('elasticsearchUrl'));
  expect(await workspace.cli('setup-indices')).toMatchObject({ exitCode: 0 });
  const { url, prefix } = workspace;
  for (const document of RUNS) await request(url, `${prefix}-experiments/_doc`, 'POST', document);
  await request(url, `${prefix}-experiments/_refresh`, 'POST');
  const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-06T00:00:00.000Z' };
  context = { url, prefix, filters: [], ...range };
});
afterAll(() => workspace.remove());

const RANKS = { language: 'kuery', query: 'ranks : true' };
const EXPERIMENTS = { alias: 'runlens-experiments', timeField: 'run.ended_at' };

function ask(columns: Record<string, object>, more: Partial<LayerQuestion> = {}, within = context) {
  const full = Object.fromEntries(
    Object.entries(columns).map(([id, column]) => [id, { label: id, dataType: 'string', ...column }]),
  );
  const layer = LensLayer.parse({ columnOrder: Object.keys(columns), columns: full });
  return askLayer({ layer, ...EXPERIMENTS, ...more }, within);
}

function terms(sourceField: string, params: object) {
  return {
    operationType: 'terms',
    isBucketed: true,
    sourceField,
    params: { size: 5, orderBy: { type: 'alphabetical' }, orderDirection: 'asc', ...params },
  };
}

function metric(operationType: string, sourceField?: string, more: object = {}) {
  return {
    operationType,
    isBucketed: false,
    ...(sourceField !== undefined && { sourceField }),
    ...more,
  };
}

const count = metric('count', '___records___');

function only(query: string) {
  return { filter: { language: 'kuery', query } };
}

async function rowsOf(panel: object, layer: string) {
  return askLayer(
    { layer: layersOf(LensAttributes.parse(panel))[layer]!, ...EXPERIMENTS, queries: [RANKS] },
    context,
  );
}

describe('panels as they were seen to work in Kibana', () => {
  test('a ranking, ordered by a number of its own', async () => {
    expect(await rowsOf(ranking, 'L1')).toEqual([
      { run: 'b', score: 0.9 },
      { run: 'c', score: 0.7 },
      { run: 'a', score: 0.5 },
    ]);
    expect(await rowsOf(ranking, 'LR')).toEqual([{ target: 0.9 }]);
  });

  test('a table with a formula and a last value', async () => {
    const rows = await rowsOf(table, 'L1');
    const gap = expect.closeTo(0.1, 9) as number;
    expect(rows.map(({ run: id, author, gap: shown }) => [id, author, shown])).toEqual([
      ['b', 'ada', gap],
      ['c', 'eve', gap],
      ['a', 'ada', gap],
    ]);
  });
});

describe('groups', () => {
  test('of values, by a filtered count', async () => {
    const by = { orderBy: { type: 'column', columnId: 'long' }, orderDirection: 'desc' };
    const long = { ...count, ...only('run.duration_seconds >= 20') };
    expect(await ask({ run: terms('run.id', by), long })).toEqual([
      { run: 'b', long: 1 },
      { run: 'c', long: 1 },
      { run: 'a', long: 0 },
      { run: 'd', long: 0 },
    ]);
  });

  test('of values, by a median', async () => {
    const by = { orderBy: { type: 'column', columnId: 'm' }, orderDirection: 'desc', size: 1 };
    const rows = await ask({ author: terms('run.author', by), m: metric('median', 'run.duration_seconds') });
    expect(rows).toEqual([{ author: 'eve', m: 40 }]);
  });

  test('of rare values', async () => {
    const rows = await ask({
      author: terms('run.author', { orderBy: { type: 'rare', maxDocCount: 1 } }),
      n: count,
    });
    expect(rows).toEqual([{ author: 'eve', n: 1 }]);
  });

  test('of what is left, within groups, and of what has no value', async () => {
    const rest = { size: 1, otherBucket: true, missingBucket: true };
    expect(await ask({ ranks: terms('ranks', {}), author: terms('run.author', rest), n: count })).toEqual([
      { ranks: 0, author: '(missing value)', n: 1 },
      { ranks: 1, author: 'ada', n: 2 },
      { ranks: 1, author: 'Other', n: 1 },
    ]);
  });

  test('of true and false', async () => {
    const rows = await ask({ ranks: { ...terms('ranks', {}), dataType: 'boolean' }, n: count });
    expect(rows).toEqual([
      { ranks: false, n: 1 },
      { ranks: true, n: 3 },
    ]);
  });

  test('of days, the empty ones too', async () => {
    const days = { operationType: 'date_histogram', isBucketed: true, sourceField: 'run.ended_at' };
    async function counts(includeEmptyRows: boolean) {
      const rows = await ask({ day: { ...days, params: { interval: '1d', includeEmptyRows } }, n: count });
      return rows.map(({ day, n }) => [new Date(day as number).getUTCDate(), n]);
    }
    expect(await counts(false)).toEqual([
      [1, 1],
      [2, 2],
      [5, 1],
    ]);
    expect(await counts(true)).toEqual([
      [1, 1],
      [2, 2],
      [3, 0],
      [4, 0],
      [5, 1],
      [6, 0],
    ]);
  });

  test('of numbers', async () => {
    const bars = { operationType: 'range', isBucketed: true, sourceField: 'run.duration_seconds' };
    const histogram = { ...bars, params: { type: 'histogram', maxBars: 3, includeEmptyRows: true } };
    expect(await ask({ from: histogram, n: count })).toEqual([
      { from: 10, n: 1 },
      { from: 20, n: 1 },
      { from: 30, n: 0 },
      { from: 40, n: 1 },
    ]);
    const params = { type: 'range', ranges: [{ from: 0, to: 15 }, { from: 15 }] };
    expect((await ask({ from: { ...bars, params }, n: count })).map(({ n }) => n)).toEqual([1, 2]);
  });

  test('of queries', async () => {
    const filters = ['run.author : a*', 'not run.author : *', 'run.tags : ("y" or z)'].map((query) => ({
      label: '',
      input: { language: 'kuery', query },
    }));
    const which = { operationType: 'filters', isBucketed: true, params: { filters } };
    expect((await ask({ which, n: count })).map(({ which: query, n }) => [query, n])).toEqual([
      ['run.author : a*', 2],
      ['not run.author : *', 1],
      ['run.tags : ("y" or z)', 1],
    ]);
  });
});

test('numbers without groups', async () => {
  const duration = (operation: string, params: object = {}) =>
    metric(operation, 'run.duration_seconds', { params });
  const rows = await ask({
    sum: duration('sum'),
    min: duration('min'),
    average: { ...duration('average'), ...only('run.author : "ada"') },
    percentile: duration('percentile', { percentile: 100 }),
    authors: metric('unique_count', 'run.author'),
    values: metric('count', 'run.tags'),
    none: metric('sum', 'primary.bias', { params: { emptyAsNull: true } }),
    tags: {
      ...metric('last_value', 'run.tags', { params: { sortField: 'run.ended_at', showArrayValues: true } }),
      ...only('run.id : a'),
    },
  });
  expect(rows).toEqual([
    { sum: 70, min: 10, average: 15, percentile: 40, authors: 2, values: 3, none: null, tags: ['x', 'y'] },
  ]);
});

test('what narrows a panel: its query, its filters, its time range, the controls', async () => {
  const query = { language: 'kuery', query: 'ranks : true and primary.score > 0.5' };
  const pills = [{ meta: { negate: true }, query: { term: { 'run.id': 'c' } } }];
  const runs = async (more: Partial<LayerQuestion>, within = context) =>
    (await ask({ run: terms('run.id', {}), n: count }, more, within)).map(({ run: id }) => id);
  expect(await runs({ queries: [query] })).toEqual(['b', 'c']);
  expect(await runs({ queries: [query], pills })).toEqual(['b']);
  expect(await runs({}, { ...context, from: '2026-01-03T00:00:00.000Z' })).toEqual(['d']);
  expect(await runs({}, { ...context, filters: [chosen('run.author', 'ada')] })).toEqual(['a', 'b']);
});

test('what Elasticsearch refuses is told', async () => {
  await expect(ask({ sum: metric('sum', 'run.author') })).rejects.toThrow(
    'is not supported for aggregation [sum]',
  );
});

test("Kibana's words in a Vega request", async () => {
  const must = ['%dashboard_context-must_clause%', { range: { 'run.ended_at': { '%timefilter%': true } } }];
  const filter = ['%dashboard_context-filter_clause%'];
  const days = {
    date_histogram: { field: 'run.ended_at', fixed_interval: { '%autointerval%': 5 } },
    aggs: { score: { max: { field: 'primary.score' } } },
  };
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    data: {
      name: 'days',
      url: {
        index: 'runlens-experiments',
        body: { size: 0, query: { bool: { must, filter } }, aggs: { days } },
      },
      format: { property: 'aggregations.days.buckets' },
    },
    mark: 'point',
    encoding: { x: { field: 'key', type: 'temporal' }, y: { field: 'score.value', type: 'quantitative' } },
  };
  const drawing = await drawVega(spec, { ...context, filters: [chosen('run.author', 'ada')] });
  expect(drawing.rows('days').map(({ doc_count }) => doc_count)).toEqual([1, 1]);
  expect(drawing.items.map(({ mark, datum }) => [mark, datum['score.value']])).toEqual([
    ['symbol', 0.5],
    ['symbol', 0.9],
  ]);
  expect(drawing.items[0]?.y).toBeGreaterThan(drawing.items[1]?.y ?? NaN);
  expect(drawing.svg).toContain('<svg');
  expect(drawing.complaints).toEqual([]);
});
