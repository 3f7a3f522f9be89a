/** The numbers of a Lens layer: how each is asked, where its value stands in the answer. */

import type { Column } from '../../scripts/dashboards-lint/shapes/lens.ts';
import { kqlToDsl, type Dsl } from './kql-query.ts';
import type { SearchHit } from './kibana-context.ts';

/** What a cell of a table holds; a list where a document has several values. */
export type Cell = unknown;

type Answer = {
  doc_count?: number;
  metric?: Answer;
  value?: number | null;
  values?: Record<string, number | null>;
  std_deviation?: number | null;
  hits?: { hits: SearchHit[] };
};

const PLAIN: Record<string, string> = {
  max: 'max',
  min: 'min',
  average: 'avg',
  sum: 'sum',
  unique_count: 'cardinality',
};

/** What Kibana calculates itself from other columns. */
export function isCalculated({ operationType }: Column): boolean {
  return ['formula', 'math', 'static_value'].includes(operationType);
}

function isDocumentCount({ operationType, sourceField }: Column) {
  return operationType === 'count' && (sourceField === undefined || sourceField === '___records___');
}

/** The aggregation behind a column; undefined where the bucket's own count says it. */
export function metricAggregation(column: Column): Dsl | undefined {
  const filter = column.filter === undefined ? undefined : kqlToDsl(column.filter.query);
  const plain = isDocumentCount(column) ? undefined : plainAggregation(column);
  if (filter === undefined) return plain;
  return { filter, ...(plain && { aggs: { metric: plain } }) };
}

function plainAggregation({ operationType, sourceField: field, params = {} }: Column): Dsl {
  const plain = PLAIN[operationType];
  if (plain !== undefined) return { [plain]: { field } };
  switch (operationType) {
    case 'count':
      return { value_count: { field } };
    case 'median':
      return { percentiles: { field, percents: [50] } };
    case 'percentile':
      return { percentiles: { field, percents: [params.percentile ?? 95] } };
    case 'percentile_rank':
      return { percentile_ranks: { field, values: [Number(params.value ?? 0)] } };
    case 'standard_deviation':
      return { extended_stats: { field } };
    case 'last_value': {
      if (params.showArrayValues !== true) throw new Error('A single last value needs top_metrics.');
      const sort = [{ [params.sortField ?? '']: { order: 'desc' } }];
      return { top_hits: { fields: [{ field }], _source: false, size: 1, sort } };
    }
    default:
      throw new Error(`Lens's operation ${operationType} is not known here.`);
  }
}

/** What a terms aggregation is ordered by when it is ordered by this column, asked under that name. */
export function orderPath(name: string, column: Column): string {
  if (isDocumentCount(column)) return column.filter === undefined ? '_count' : name;
  const path = column.filter === undefined ? name : `${name}>metric`;
  const { operationType, params = {} } = column;
  if (operationType === 'median') return `${path}.50`;
  if (operationType === 'percentile') return `${path}.${params.percentile ?? 95}`;
  if (operationType === 'standard_deviation') return `${path}.std_deviation`;
  return path;
}

/** The cell of a column, from what was answered to its aggregation in a bucket of so many documents. */
export function metricValue(column: Column, answer: unknown, documents: number): Cell {
  const { doc_count = documents, metric, ...own } = (answer ?? {}) as Answer;
  const isFiltered = column.filter !== undefined && column.filter.query !== '';
  const value = isDocumentCount(column) ? doc_count : plainValue(column, isFiltered ? (metric ?? {}) : own);
  const emptyAsNull = column.params?.emptyAsNull === true;
  return value === 0 && emptyAsNull && ['count', 'sum', 'unique_count'].includes(column.operationType)
    ? null
    : value;
}

function plainValue({ operationType, sourceField = '' }: Column, answer: Answer): Cell {
  switch (operationType) {
    case 'median':
    case 'percentile':
    case 'percentile_rank':
      return Object.values(answer.values ?? {})[0] ?? null;
    case 'standard_deviation':
      return answer.std_deviation ?? null;
    case 'last_value': {
      const values = answer.hits?.hits[0]?.fields?.[sourceField] ?? [];
      return values.length > 1 ? values : (values[0] ?? null);
    }
    default:
      return answer.value ?? null;
  }
}
