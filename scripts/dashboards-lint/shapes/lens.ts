/** Lens as it lies in a panel. Kibana 8.12 checks none of it on the way in: what is wrong shows when it is drawn. */

import { z } from 'zod';
import { Filter, Query, Reference } from './common.ts';

const OrderBy = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('column'), columnId: z.string() }),
  z.looseObject({ type: z.literal('alphabetical') }),
  z.looseObject({ type: z.literal('rare'), maxDocCount: z.number().optional() }),
  z.looseObject({ type: z.literal('significant') }),
  z.looseObject({ type: z.literal('custom') }),
]);

const Range = z.looseObject({
  from: z.number().nullish(),
  to: z.number().nullish(),
  label: z.string().optional(),
});

const Parameters = z.looseObject({
  // terms
  size: z.number().optional(),
  orderBy: OrderBy.optional(),
  orderDirection: z.enum(['asc', 'desc']).optional(),
  otherBucket: z.boolean().optional(),
  missingBucket: z.boolean().optional(),
  accuracyMode: z.boolean().optional(),
  include: z.array(z.union([z.string(), z.number()])).optional(),
  exclude: z.array(z.union([z.string(), z.number()])).optional(),
  includeIsRegex: z.boolean().optional(),
  excludeIsRegex: z.boolean().optional(),
  secondaryFields: z.array(z.string()).optional(),
  // date_histogram and range
  interval: z.union([z.string(), z.number()]).optional(),
  includeEmptyRows: z.boolean().optional(),
  type: z.string().optional(),
  maxBars: z.union([z.literal('auto'), z.number()]).optional(),
  ranges: z.array(Range).optional(),
  // filters
  filters: z.array(z.looseObject({ label: z.string(), input: Query })).optional(),
  // metrics
  emptyAsNull: z.boolean().optional(),
  percentile: z.number().optional(),
  sortField: z.string().optional(),
  showArrayValues: z.boolean().optional(),
  value: z.string().optional(),
  formula: z.string().optional(),
  tinymathAst: z.json().optional(),
});

export const Column = z.looseObject({
  label: z.string(),
  dataType: z.string(),
  operationType: z.string(),
  isBucketed: z.boolean(),
  sourceField: z.string().optional(),
  references: z.array(z.string()).optional(),
  filter: Query.optional(),
  params: Parameters.optional(),
  timeShift: z.string().optional(),
  reducedTimeRange: z.string().optional(),
});
export type Column = z.infer<typeof Column>;

/** A terms column ordered by a number of its own brings along that column. */
export function orderAggregationOf(column: Column): Column | undefined {
  const found = Column.safeParse(column.params?.['orderAgg']);
  return found.success ? found.data : undefined;
}

export const LensLayer = z.looseObject({
  columnOrder: z.array(z.string()),
  columns: z.record(z.string(), Column),
  ignoreGlobalFilters: z.boolean().optional(),
});
export type LensLayer = z.infer<typeof LensLayer>;

export const LensAttributes = z.looseObject({
  title: z.string(),
  visualizationType: z.string(),
  references: z.array(Reference),
  state: z.looseObject({
    query: Query,
    filters: z.array(Filter),
    adHocDataViews: z.record(z.string(), z.json()).optional(),
    datasourceStates: z.looseObject({
      formBased: z.looseObject({ layers: z.record(z.string(), LensLayer) }).optional(),
    }),
    visualization: z.record(z.string(), z.json()),
  }),
});
export type LensAttributes = z.infer<typeof LensAttributes>;

export function layersOf(lens: LensAttributes): Record<string, LensLayer> {
  return lens.state.datasourceStates.formBased?.layers ?? {};
}
