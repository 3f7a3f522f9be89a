/** Columns of a Lens layer: what is asked of Elasticsearch, in Lens's own words. */

export type Column = {
  label: string;
  customLabel: true;
  dataType: 'string' | 'number' | 'date' | 'boolean';
  operationType: string;
  isBucketed: boolean;
  scale: 'ordinal' | 'ratio' | 'interval';
  sourceField?: string;
  params?: Record<string, unknown>;
  filter?: { language: 'kuery'; query: string };
  references?: string[];
};

/** What puts the values of a field in order. Where a number has a direction this is its score, never its value. */
export type Order =
  | { by: 'max' | 'min' | 'average'; field: string; direction: 'asc' | 'desc' }
  | { by: 'column'; column: string; direction: 'asc' | 'desc' }
  | { by: 'alphabet'; direction: 'asc' | 'desc' };

type TermsOptions = { size: number; order: Order; dataType?: Column['dataType']; missing?: boolean };

/** The values of a field, `size` of them, in an order. */
export function terms(label: string, field: string, options: TermsOptions): Column {
  const { size, order, dataType = 'string', missing = false } = options;
  return {
    label,
    customLabel: true,
    dataType,
    operationType: 'terms',
    sourceField: field,
    isBucketed: true,
    scale: 'ordinal',
    params: {
      size,
      ...orderParameters(order),
      orderDirection: order.direction,
      // Lens looks for what has no value only where it also looks for the rest.
      otherBucket: missing,
      missingBucket: missing,
      parentFormat: { id: 'terms' },
      include: [],
      exclude: [],
      includeIsRegex: false,
      excludeIsRegex: false,
      // More is counted per shard than shown, so that the order holds on several shards too.
      accuracyMode: true,
    },
  };
}

function orderParameters(order: Order): Record<string, unknown> {
  if (order.by === 'alphabet') return { orderBy: { type: 'alphabetical', fallback: false } };
  if (order.by === 'column') return { orderBy: { type: 'column', columnId: order.column } };
  return { orderBy: { type: 'custom' }, orderAgg: metric('Order', order.by, order.field) };
}

type MetricOptions = { filter?: string; format?: Record<string, unknown>; dataType?: 'number' | 'date' };

/** One number for what is in a bucket. With one run per bucket, its maximum is the run's own value. */
export function metric(
  label: string,
  operation: 'max' | 'min' | 'average' | 'median' | 'sum' | 'unique_count',
  field: string,
  { filter, format, dataType = 'number' }: MetricOptions = {},
): Column {
  return {
    label,
    customLabel: true,
    dataType,
    operationType: operation,
    sourceField: field,
    isBucketed: false,
    scale: 'ratio',
    params: { emptyAsNull: operation !== 'unique_count', ...(format && { format }) },
    ...(filter !== undefined && { filter: { language: 'kuery', query: filter } }),
  };
}

export function value(label: string, field: string, options: MetricOptions = {}) {
  return metric(label, 'max', field, options);
}

/** How many documents; 0 where there are none. */
export function count(label: string, filter?: string): Column {
  return {
    label,
    customLabel: true,
    dataType: 'number',
    operationType: 'count',
    sourceField: '___records___',
    isBucketed: false,
    scale: 'ratio',
    params: { emptyAsNull: false },
    ...(filter !== undefined && { filter: { language: 'kuery', query: filter } }),
  };
}

/**
 * What the latest document of a bucket says, all values of a list. As an array, for which Kibana asks with `top_hits`:
 * for a single value it would need `top_metrics`, which a server without its analytics module does not have.
 */
export function said(label: string, field: string, sortField = 'run.ended_at'): Column {
  return {
    label,
    customLabel: true,
    dataType: 'string',
    operationType: 'last_value',
    sourceField: field,
    isBucketed: false,
    scale: 'ordinal',
    params: { sortField, showArrayValues: true },
    filter: { language: 'kuery', query: `"${field}": *` },
  };
}

export function overTime(label: string, field: string, interval = 'auto'): Column {
  return {
    label,
    customLabel: true,
    dataType: 'date',
    operationType: 'date_histogram',
    sourceField: field,
    isBucketed: true,
    scale: 'interval',
    params: { interval, includeEmptyRows: true, dropPartials: false },
  };
}

export function distribution(label: string, field: string): Column {
  return {
    label,
    customLabel: true,
    dataType: 'number',
    operationType: 'range',
    sourceField: field,
    isBucketed: true,
    scale: 'interval',
    params: {
      type: 'histogram',
      ranges: [{ from: 0, to: 1000, label: '' }],
      maxBars: 20,
      includeEmptyRows: true,
    },
  };
}
