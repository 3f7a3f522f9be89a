/** Asks what a Lens layer asks, the way Kibana does, and gives back the rows of Kibana's table. */

import type { Column, LensLayer } from '../../scripts/dashboards-lint/shapes/lens.ts';
import type { Filter, Query } from '../../scripts/dashboards-lint/shapes/common.ts';
import { contextQuery, search, type DashboardContext } from './kibana-context.ts';
import { numberInterval } from './kibana-intervals.ts';
import type { Dsl } from './kql-query.ts';
import { calculate } from './lens-formula.ts';
import {
  bucketAggregation,
  groupDocuments,
  groupsOf,
  OTHER,
  otherDocuments,
  type Group,
} from './lens-buckets.ts';
import { isCalculated, metricAggregation, metricValue, type Cell } from './lens-metrics.ts';

/** One row of a panel's table, by column id. */
export type Row = Record<string, Cell>;

export type LayerQuestion = {
  layer: LensLayer;
  /** The data view's title. */
  alias: string;
  timeField: string | undefined;
  queries?: readonly Query[];
  pills?: readonly Filter[];
};

type Asked = {
  context: DashboardContext;
  alias: string;
  columns: Record<string, Column>;
  metrics: string[];
  nameOf: (id: string) => string;
};

/** The rows of a layer, in the order in which Elasticsearch groups them. Throws with the reason when it refuses. */
export async function askLayer(question: LayerQuestion, context: DashboardContext): Promise<Row[]> {
  const { layer, alias, timeField, queries, pills } = question;
  const { columns, columnOrder } = layer;
  const own = layer.ignoreGlobalFilters === true ? { ...context, filters: [] } : context;
  const asked: Asked = {
    context,
    alias,
    columns,
    metrics: columnOrder.filter((id) => {
      const column = columns[id];
      return column !== undefined && !column.isBucketed && !isCalculated(column);
    }),
    nameOf: (id) => `c${columnOrder.indexOf(id)}`,
  };
  const levels = columnOrder.filter((id) => columns[id]?.isBucketed === true);
  const rows = await askLevels(asked, levels, [contextQuery(own, timeField, queries, pills)]);
  return rows.map((row) => calculate(columns, row));
}

async function askLevels(asked: Asked, levels: readonly string[], narrowed: readonly Dsl[]): Promise<Row[]> {
  const query = { bool: { filter: narrowed } };
  const aggs = await aggregations(asked, levels, query);
  const { aggregations: answer = {}, hits } = await search(asked.context, asked.alias, {
    size: 0,
    track_total_hits: true,
    query,
    ...(Object.keys(aggs).length > 0 && { aggs }),
  });
  return rowsOf(asked, levels, { ...answer, doc_count: hits.total?.value ?? 0 }, narrowed);
}

async function aggregations(
  asked: Asked,
  [level, ...deeper]: readonly string[],
  query: Dsl,
): Promise<Record<string, Dsl>> {
  const { columns, nameOf, context } = asked;
  const column = level === undefined ? undefined : columns[level];
  if (level === undefined || column === undefined) {
    return Object.fromEntries(
      asked.metrics.flatMap((id) => {
        const aggregation = metricAggregation(columns[id] as Column);
        return aggregation === undefined ? [] : [[nameOf(id), aggregation]];
      }),
    );
  }
  const interval = await histogramInterval(asked, column, query);
  const { own, forOrder } = bucketAggregation(level, column, { context, columns, nameOf, interval });
  const inner = await aggregations(asked, deeper, query);
  return { [nameOf(level)]: { ...own, aggs: { ...forOrder, ...inner } } };
}

/** Before it draws a histogram, Kibana asks how far the numbers reach. */
async function histogramInterval(asked: Asked, column: Column, query: Dsl): Promise<number | undefined> {
  const { operationType, params = {}, sourceField: field } = column;
  if (operationType !== 'range' || params.type === 'range') return undefined;
  if (typeof params.interval === 'number') return params.interval;
  const aggs = { minimum: { min: { field } }, maximum: { max: { field } } };
  const { aggregations: found } = await search(asked.context, asked.alias, { size: 0, query, aggs });
  const { minimum, maximum } = found as Record<'minimum' | 'maximum', { value: number | null }>;
  return numberInterval(minimum.value ?? 0, maximum.value ?? 0, params.maxBars);
}

async function rowsOf(
  asked: Asked,
  [level, ...deeper]: readonly string[],
  answer: Record<string, unknown> & { doc_count: number },
  narrowed: readonly Dsl[],
): Promise<Row[]> {
  const { columns, nameOf, metrics } = asked;
  const column = level === undefined ? undefined : columns[level];
  if (level === undefined || column === undefined) {
    return [
      Object.fromEntries(
        metrics.map((id) => [id, metricValue(columns[id] as Column, answer[nameOf(id)], answer.doc_count)]),
      ),
    ];
  }
  const groups = groupsOf(column, answer[nameOf(level)]);
  const rows: Row[] = [];
  const hasOther = column.params?.otherBucket === true && column.operationType === 'terms';
  // Whoever wants "Other" further down has to ask about each group of its own.
  const othersBelow = deeper.some((id) => columns[id]?.params?.otherBucket === true);
  for (const group of groups) {
    const within = othersBelow ? [...narrowed, groupDocuments(column, group)] : narrowed;
    for (const row of await rowsOf(asked, deeper, group.bucket, within))
      rows.push({ [level]: group.cell, ...row });
  }
  if (hasOther) rows.push(...(await otherRows(asked, level, deeper, groups, answer, narrowed)));
  return rows;
}

/** Kibana asks a second time for what a terms column leaves out. */
async function otherRows(
  asked: Asked,
  level: string,
  deeper: readonly string[],
  groups: readonly Group[],
  answer: Record<string, unknown>,
  narrowed: readonly Dsl[],
): Promise<Row[]> {
  const { sum_other_doc_count: left = 0 } = answer[asked.nameOf(level)] as { sum_other_doc_count?: number };
  const column = asked.columns[level];
  if (left === 0 || column === undefined) return [];
  const rows = await askLevels(asked, deeper, [...narrowed, otherDocuments(column, groups)]);
  return rows.map((row) => ({ [level]: OTHER, ...row }));
}
