/** The groups of a Lens layer: how each is asked, and the groups in the answer. */

import { orderAggregationOf, type Column } from '../../scripts/dashboards-lint/shapes/lens.ts';
import type { Bucket, DashboardContext } from './kibana-context.ts';
import { intervalParameter, timeInterval } from './kibana-intervals.ts';
import { kqlToDsl, type Dsl } from './kql-query.ts';
import { metricAggregation, orderPath, type Cell } from './lens-metrics.ts';

export const MISSING = '(missing value)';
export const OTHER = 'Other';
/** Kibana's stand-in for documents without a value. */
const MISSING_KEY = '__missing__';

export type Group = { cell: Cell; bucket: Bucket };
export type BucketAggregation = { own: Dsl; forOrder: Record<string, Dsl> };

/** What a layer calls its columns in a request: names that can stand in the path of an order. */
export type NameOf = (columnId: string) => string;

type Setting = {
  context: DashboardContext;
  columns: Record<string, Column>;
  nameOf: NameOf;
  /** The interval of a histogram, found out beforehand. */
  interval?: number | undefined;
};

export function bucketAggregation(id: string, column: Column, setting: Setting): BucketAggregation {
  const { sourceField: field, params = {} } = column;
  const bounds = { min: setting.context.from, max: setting.context.to };
  const minimum = params.includeEmptyRows === false ? 1 : 0;
  switch (column.operationType) {
    case 'terms':
      return termsAggregation(id, column, setting);
    case 'date_histogram': {
      const range = Date.parse(bounds.max) - Date.parse(bounds.min);
      const interval = params.interval ?? 'auto';
      const own = {
        field,
        ...intervalParameter(interval === 'auto' ? timeInterval(range) : String(interval)),
        time_zone: 'UTC',
        min_doc_count: minimum,
        ...(minimum === 0 && { extended_bounds: bounds, format: 'strict_date_optional_time' }),
      };
      return { own: { date_histogram: own }, forOrder: {} };
    }
    case 'range': {
      if (params.type === 'range') {
        const ranges = (params.ranges ?? []).map(({ from, to }) => ({
          ...(typeof from === 'number' && { from }),
          ...(typeof to === 'number' && { to }),
        }));
        return { own: { range: { field, ranges } }, forOrder: {} };
      }
      const own = { field, interval: setting.interval ?? 1, min_doc_count: minimum };
      return { own: { histogram: own }, forOrder: {} };
    }
    case 'filters': {
      const filters = (params.filters ?? []).map(({ label, input }) => [
        label === '' ? input.query : label,
        kqlToDsl(input.query) ?? { match_all: {} },
      ]);
      return { own: { filters: { filters: Object.fromEntries(filters) } }, forOrder: {} };
    }
    default:
      throw new Error(`Lens's operation ${column.operationType} is not known here.`);
  }
}

function termsAggregation(id: string, column: Column, setting: Setting): BucketAggregation {
  const { sourceField: field, params = {} } = column;
  const { size = 5, orderBy, orderDirection = 'desc' } = params;
  if (orderBy?.type === 'rare') {
    return { own: { rare_terms: { field, max_doc_count: orderBy.maxDocCount ?? 1 } }, forOrder: {} };
  }
  const { path, forOrder } = termsOrder(id, column, setting);
  const own = {
    field,
    size,
    order: { [path]: orderDirection },
    ...(params.accuracyMode === true && { shard_size: Math.max(1000, Math.ceil(size * 1.5) + 10) }),
    ...(params.missingBucket === true && column.dataType === 'string' && { missing: MISSING_KEY }),
    ...chosenTerms('include', params.include, params.includeIsRegex),
    ...chosenTerms('exclude', params.exclude, params.excludeIsRegex),
  };
  return { own: { terms: own }, forOrder };
}

function termsOrder(id: string, { params }: Column, { columns, nameOf }: Setting) {
  const orderBy = params?.orderBy;
  if (orderBy?.type === 'alphabetical') return { path: '_key', forOrder: {} };
  const custom = orderBy?.type === 'custom' ? orderAggregationOf(columns[id] as Column) : undefined;
  const by = orderBy?.type === 'column' ? columns[orderBy.columnId] : custom;
  if (by === undefined) throw new Error(`Column ${id} is ordered by nothing: ${JSON.stringify(orderBy)}.`);
  const name = orderBy?.type === 'column' ? nameOf(orderBy.columnId) : `${nameOf(id)}_order`;
  const aggregation = metricAggregation(by);
  return { path: orderPath(name, by), forOrder: aggregation === undefined ? {} : { [name]: aggregation } };
}

function chosenTerms(
  key: 'include' | 'exclude',
  values: readonly (string | number)[] = [],
  isRegex = false,
): Dsl {
  if (values.length === 0) return {};
  return { [key]: isRegex ? values.map((value) => `(${value})`).join('|') : values };
}

function filterLabels({ params }: Column): string[] {
  return (params?.filters ?? []).map(({ label, input }) => (label === '' ? input.query : label));
}

/** The groups in an answer, in its order. */
export function groupsOf(column: Column, answer: unknown): Group[] {
  const { buckets } = answer as { buckets: Bucket[] | Record<string, Bucket> };
  if (!Array.isArray(buckets)) {
    // Elasticsearch gives named filters back by name, Kibana shows them as they stand in the panel.
    return filterLabels(column).flatMap((label) => {
      const bucket = buckets[label];
      return bucket === undefined ? [] : [{ cell: label, bucket }];
    });
  }
  return buckets.map((bucket) => ({ cell: cellOf(column, bucket), bucket }));
}

function cellOf(column: Column, bucket: Bucket): Cell {
  if (bucket.key === MISSING_KEY) return MISSING;
  if (column.dataType === 'boolean') return bucket.key_as_string === 'true';
  return bucket.key;
}

/** The documents that a terms column left out: those of no group that it shows. */
export function otherDocuments(column: Column, groups: readonly Group[]): Dsl {
  const { sourceField: field = '', params } = column;
  const keys = groups.map(({ bucket }) => bucket.key).filter((key) => key !== MISSING_KEY);
  const isMissingShown = groups.some(({ bucket }) => bucket.key === MISSING_KEY);
  return {
    bool: {
      // Without a group of their own, documents without a value are shown nowhere.
      filter: params?.missingBucket === true && !isMissingShown ? [] : [{ exists: { field } }],
      must_not: [{ terms: { [field]: keys } }],
    },
  };
}

/** The documents of one group, for asking about it alone. */
export function groupDocuments(column: Column, { bucket, cell }: Group): Dsl {
  const { sourceField: field = '', params } = column;
  switch (column.operationType) {
    case 'terms':
      return bucket.key === MISSING_KEY
        ? { bool: { must_not: [{ exists: { field } }] } }
        : { term: { [field]: bucket.key_as_string ?? bucket.key } };
    case 'filters': {
      const chosen = (params?.filters ?? []).find(({ label, input }) => cell === (label || input.query));
      return kqlToDsl(chosen?.input.query ?? '') ?? { match_all: {} };
    }
    default:
      throw new Error(`"Other" below a ${column.operationType} is not known here.`);
  }
}
