/** The fields that a search body names, in its queries, aggregations, sorting and what it fetches. */

import type { Use } from './field-use.ts';

export type BodyField = { at: string; field: string; use: Use };
type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function entries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

const USE_OF_AGGREGATION: Record<string, Use> = {
  terms: 'group',
  rare_terms: 'group',
  significant_terms: 'group',
  date_histogram: 'time',
  date_range: 'time',
  histogram: 'calculate',
  variable_width_histogram: 'calculate',
  range: 'calculate',
  cardinality: 'values',
  value_count: 'values',
  missing: 'values',
  min: 'calculate',
  max: 'calculate',
  avg: 'calculate',
  sum: 'calculate',
  stats: 'calculate',
  extended_stats: 'calculate',
  percentiles: 'calculate',
  percentile_ranks: 'calculate',
};

/** All other keys of an aggregation are its kinds. */
const BESIDE_AGGREGATION = new Set(['aggs', 'aggregations', 'meta']);

export type Aggregation = { at: string; kind: string; parameters: unknown };

/** All aggregations of a body, those inside others too. */
export function aggregationsOf(body: unknown, at = 'body'): Aggregation[] {
  if (!isObject(body)) return [];
  return entries(body['aggs'] ?? body['aggregations']).flatMap(([name, aggregation]) => {
    const place = `${at}.aggs.${name}`;
    const own = entries(aggregation)
      .filter(([kind]) => !BESIDE_AGGREGATION.has(kind))
      .map(([kind, parameters]) => ({ at: `${place}.${kind}`, kind, parameters }));
    return [...own, ...aggregationsOf(aggregation, place)];
  });
}

export function fieldsOfBody(body: unknown, at = 'body'): BodyField[] {
  return [...fieldsOfRequest(body, at), ...aggregationsOf(body, at).flatMap(fieldsOfAggregation)];
}

function fieldsOfAggregation({ at, kind, parameters }: Aggregation): BodyField[] {
  if (kind === 'filter') return fieldsOfQueryBody(parameters, at);
  if (!isObject(parameters)) return [];
  if (kind === 'filters') {
    return entries(parameters['filters']).flatMap(([name, query]) =>
      fieldsOfQueryBody(query, `${at}.${name}`),
    );
  }
  if (kind === 'top_hits') return fieldsOfRequest(parameters, at);
  if (kind === 'composite') {
    return list(parameters['sources']).flatMap((source) =>
      entries(source).flatMap(([, aggregation]) =>
        entries(aggregation).flatMap(([sourceKind, inner]) =>
          fieldsOfAggregation({ at, kind: sourceKind, parameters: inner }),
        ),
      ),
    );
  }
  const { field } = parameters;
  return typeof field === 'string' ? [{ at, field, use: USE_OF_AGGREGATION[kind] ?? 'values' }] : [];
}

/** What a search and `top_hits` have in common. */
function fieldsOfRequest(body: unknown, at: string): BodyField[] {
  if (!isObject(body)) return [];
  const source = body['_source'];
  const shown = isObject(source)
    ? [...list(source['includes']), ...list(source['excludes'])]
    : list(source).filter((each) => typeof each === 'string');
  const fetched = [...list(body['fields']), ...list(body['docvalue_fields'])];
  const collapse = isObject(body['collapse']) ? list(body['collapse']['field']) : [];
  return [
    ...fieldsOfQueryBody(body['query'], `${at}.query`),
    ...named([...shown, ...fetched], `${at}._source`, 'show'),
    ...named(collapse, `${at}.collapse`, 'values'),
    ...fieldsOfSort(body['sort'], `${at}.sort`),
  ];
}

function named(values: readonly unknown[], at: string, use: Use): BodyField[] {
  return values.flatMap((value) => {
    const field = isObject(value) ? value['field'] : value;
    return typeof field === 'string' ? [{ at, field, use }] : [];
  });
}

function fieldsOfSort(sort: unknown, at: string): BodyField[] {
  return list(sort)
    .flatMap((each) => (typeof each === 'string' ? [each] : entries(each).map(([field]) => field)))
    .filter((field) => !['_score', '_doc', '_shard_doc'].includes(field))
    .map((field) => ({ at, field, use: 'values' }));
}

const FIELD_QUERIES: Record<string, Use> = {
  term: 'query',
  terms: 'query',
  match: 'query',
  match_phrase: 'query',
  prefix: 'query',
  wildcard: 'query',
  regexp: 'query',
  range: 'range',
};
const OPTIONS = new Set(['boost', '_name']);

/** A query's fields; strings such as Kibana's placeholders name none. */
export function fieldsOfQueryBody(query: unknown, at: string): BodyField[] {
  return entries(query).flatMap(([kind, parameters]): BodyField[] => {
    const place = `${at}.${kind}`;
    const use = FIELD_QUERIES[kind];
    if (use !== undefined) {
      return entries(parameters)
        .filter(([field]) => !OPTIONS.has(field))
        .map(([field]) => ({ at: place, field, use }));
    }
    if (kind === 'exists') return named([parameters], place, 'query');
    if (kind === 'bool' || kind === 'constant_score') {
      return entries(parameters).flatMap(([clause, queries]) =>
        list(queries).flatMap((inner) => fieldsOfQueryBody(inner, `${place}.${clause}`)),
      );
    }
    return [];
  });
}
