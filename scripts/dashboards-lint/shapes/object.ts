/** The files under `kibana/`: what Kibana keeps as text that holds JSON is plain JSON in them. */

import { z } from 'zod';
import { Reference, SearchSource } from './common.ts';
import { DashboardAttributes } from './dashboard.ts';

const envelope = {
  id: z.string(),
  references: z.array(Reference),
  coreMigrationVersion: z.string().optional(),
  typeMigrationVersion: z.string().optional(),
};

const Tag = z.strictObject({
  ...envelope,
  type: z.literal('tag'),
  attributes: z.strictObject({ name: z.string(), description: z.string(), color: z.string() }),
});

export const DataView = z.strictObject({
  ...envelope,
  type: z.literal('index-pattern'),
  attributes: z.strictObject({
    title: z.string(),
    name: z.string().optional(),
    timeFieldName: z.string().optional(),
    allowNoIndex: z.boolean().optional(),
    fields: z.array(z.json()).optional(),
    typeMeta: z.looseObject({}).optional(),
    sourceFilters: z.array(z.looseObject({ value: z.string() })).optional(),
    fieldAttrs: z.record(z.string(), z.json()).optional(),
    runtimeFieldMap: z.record(z.string(), z.json()).optional(),
    fieldFormatMap: z.record(z.string(), z.looseObject({ id: z.string() })).optional(),
  }),
});
export type DataView = z.infer<typeof DataView>;

export const Visualization = z.strictObject({
  ...envelope,
  type: z.literal('visualization'),
  attributes: z.strictObject({
    title: z.string(),
    description: z.string().optional(),
    version: z.number().optional(),
    uiStateJSON: z.looseObject({}).optional(),
    visState: z.looseObject({
      title: z.string(),
      type: z.string(),
      aggs: z.array(z.json()).optional(),
      params: z.looseObject({ spec: z.record(z.string(), z.json()).optional() }),
    }),
    kibanaSavedObjectMeta: z.strictObject({ searchSourceJSON: z.looseObject({}) }),
  }),
});
export type Visualization = z.infer<typeof Visualization>;

/** `headerRowHeight`, tabs and the like came later than 8.12. */
export const SavedSearch = z.strictObject({
  ...envelope,
  type: z.literal('search'),
  attributes: z.strictObject({
    title: z.string(),
    description: z.string().optional(),
    columns: z.array(z.string()),
    sort: z.array(z.tuple([z.string(), z.enum(['asc', 'desc'])])),
    grid: z.looseObject({ columns: z.record(z.string(), z.json()).optional() }).optional(),
    hideChart: z.boolean().optional(),
    hideAggregatedPreview: z.boolean().optional(),
    isTextBasedQuery: z.boolean().optional(),
    usesAdHocDataView: z.boolean().optional(),
    viewMode: z.string().optional(),
    rowHeight: z.number().optional(),
    rowsPerPage: z.number().optional(),
    sampleSize: z.number().optional(),
    timeRestore: z.boolean().optional(),
    timeRange: z.looseObject({}).optional(),
    refreshInterval: z.looseObject({}).optional(),
    breakdownField: z.string().optional(),
    hits: z.number().optional(),
    version: z.number().optional(),
    kibanaSavedObjectMeta: z.strictObject({ searchSourceJSON: SearchSource }),
  }),
});
export type SavedSearch = z.infer<typeof SavedSearch>;

const Link = z.strictObject({
  id: z.string(),
  type: z.enum(['dashboardLink', 'externalLink']),
  label: z.string().optional(),
  order: z.int(),
  destinationRefName: z.string().optional(),
  destination: z.string().optional(),
  options: z.looseObject({}).optional(),
});

export const Links = z.strictObject({
  ...envelope,
  type: z.literal('links'),
  attributes: z.strictObject({
    title: z.string(),
    description: z.string().optional(),
    layout: z.enum(['horizontal', 'vertical']).optional(),
    links: z.array(Link),
  }),
});
export type Links = z.infer<typeof Links>;

export const Dashboard = z.strictObject({
  ...envelope,
  type: z.literal('dashboard'),
  attributes: DashboardAttributes,
});
export type Dashboard = z.infer<typeof Dashboard>;

export const KibanaObject = z.discriminatedUnion('type', [
  Tag,
  DataView,
  Visualization,
  SavedSearch,
  Links,
  Dashboard,
]);
export type KibanaObject = z.infer<typeof KibanaObject>;
