import { expect, test } from 'vitest';
import { lintWith, PROGRESS, SPEC } from '../fixture/broken.ts';

const URL = `${SPEC}.data.url`;
const BODY = `${URL}.body`;

test.each([
  ['script_fields', {}, 'data.url.body.script_fields', 'script_fields'],
  ['runtime_mappings', {}, 'data.url.body.runtime_mappings', 'runtime_mappings'],
  ['sort', [{ _script: { script: '1' } }], 'data.url.body.sort.0._script.script', 'script'],
  ['aggs.runs.terms.script', 'doc', 'data.url.body.aggs.runs.terms.script', 'script'],
])('a script in %s', (path, value, where, key) => {
  expect(lintWith(PROGRESS, `${BODY}.${path}`, value)).toContain(
    `${PROGRESS} | ${where} | ${key} needs scripts, which may be off: index the value.`,
  );
});

test.each(['top_metrics', 'moving_fn', 'bucket_sort', 'auto_date_histogram'])(
  'the aggregation %s',
  (kind) => {
    expect(lintWith(PROGRESS, `${BODY}.aggs.runs.aggs.score`, { [kind]: {} })).toEqual([
      `${PROGRESS} | data.url.body.aggs.runs.aggs.score.${kind} | Not every Elasticsearch has ${kind}: let Vega calculate it.`,
    ]);
  },
);

test('the context of a dashboard beside a query', () => {
  expect(lintWith(PROGRESS, `${BODY}.query`, { match_all: {} })).toEqual([
    `${PROGRESS} | data.url | Kibana refuses %context% or %timefield% beside body.query: use %dashboard_context-must_clause% in the query.`,
  ]);
});

test('ES|QL', () => {
  expect(lintWith(PROGRESS, `${URL}.%type%`, 'esql')).toEqual([
    `${PROGRESS} | data.url | Its %type% is "esql": only elasticsearch, no ES|QL or maps.`,
  ]);
});

test('no index', () => {
  expect(lintWith(PROGRESS, `${URL}.index`, undefined)).toContain(
    `${PROGRESS} | data.url | It names no index: give it one of the aliases, such as runlens-experiments.`,
  );
});
