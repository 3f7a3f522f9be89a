/** What a dashboard adds to every question of its panels, and how a question reaches Elasticsearch. */

import { PREFIX } from '../../scripts/dashboards-lint/fields/alias.ts';
import type { Filter, Query } from '../../scripts/dashboards-lint/shapes/common.ts';
import { request } from './dump.ts';
import { kqlToDsl, type Dsl } from './kql-query.ts';

export type DashboardContext = {
  url: string;
  /** What stands where the objects say `runlens`. */
  prefix: string;
  /** The time range, ISO 8601. */
  from: string;
  to: string;
  /** What the controls and the dashboard's own filters ask for. */
  filters: readonly Dsl[];
};

/** The filter that a control adds when one value is chosen. */
export function chosen(field: string, value: string | boolean): Dsl {
  return { match_phrase: { [field]: value } };
}

/** The alias of this context's prefix. */
export function realIndex({ prefix }: DashboardContext, alias: string): string {
  return alias.replace(new RegExp(`^${PREFIX}(?=-|$)`), prefix);
}

export function timeFilter({ from, to }: DashboardContext, field: string): Dsl {
  return {
    range: { [field]: { format: 'strict_date_optional_time', gte: from, lte: to } },
  };
}

/** All that narrows a panel's documents: the dashboard's filters, its time range, the panel's own query and filters. */
export function contextQuery(
  context: DashboardContext,
  timeField: string | undefined,
  queries: readonly Query[] = [],
  pills: readonly Filter[] = [],
): Dsl {
  const asked = queries.map(({ query }) => kqlToDsl(query)).filter((query) => query !== undefined);
  const kept = pills.filter(({ meta }) => meta.disabled !== true);
  return {
    bool: {
      must: [],
      filter: [
        ...asked,
        ...context.filters,
        ...kept.filter(({ meta }) => meta.negate !== true).map(({ query }) => query),
        ...(timeField === undefined ? [] : [timeFilter(context, timeField)]),
      ],
      should: [],
      must_not: kept.filter(({ meta }) => meta.negate === true).map(({ query }) => query),
    },
  };
}

export type Bucket = { key: unknown; key_as_string?: string; doc_count: number } & Record<string, unknown>;
export type SearchHit = {
  _source: Record<string, unknown>;
  fields?: Record<string, unknown[]>;
  sort?: unknown[];
};
export type SearchAnswer = {
  hits: { total?: { value: number }; hits: SearchHit[] };
  aggregations?: Record<string, unknown>;
  _shards: { failed: number; failures?: unknown[] };
};

/** Asks the index behind an alias. Throws with Elasticsearch's reason when it refuses, be it on one shard only. */
export async function search(context: DashboardContext, alias: string, body: Dsl): Promise<SearchAnswer> {
  const path = `${realIndex(context, alias)}/_search`;
  const answer = await request<SearchAnswer>(context.url, path, 'POST', body);
  if (answer._shards.failed > 0) throw new Error(`${path}: ${JSON.stringify(answer._shards.failures)}`);
  return answer;
}
