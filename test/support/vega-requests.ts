/** Kibana's extensions of a Vega request: what stands for the dashboard's filters, its time range, a fitting interval. */

import {
  contextQuery,
  search,
  timeFilter,
  type DashboardContext,
  type SearchAnswer,
} from './kibana-context.ts';
import { timeInterval } from './kibana-intervals.ts';
import type { Dsl } from './kql-query.ts';

type Url = { index: string; body?: Dsl; '%context%'?: boolean; '%timefield%'?: string };

const UNITS: Record<string, number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Asks what a spec's `url` asks. Throws with the reason when Kibana or Elasticsearch would refuse. */
export function askVegaRequest(url: Url, context: DashboardContext): Promise<SearchAnswer> {
  const { index, body = {}, '%context%': hasContext = false, '%timefield%': timeField } = url;
  if ((hasContext || timeField !== undefined) && body['query'] !== undefined) {
    throw new Error('Kibana: %context% and %timefield% cannot stand beside body.query.');
  }
  const narrowed = hasContext
    ? contextQuery(context, timeField)
    : timeField && timeFilter(context, timeField);
  const filled = fill(body, context) as Dsl;
  return search(context, index, narrowed ? { ...filled, query: narrowed } : filled);
}

/** A value with Kibana's placeholders replaced, in lists by none, one or several. */
function fill(value: unknown, context: DashboardContext): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((each) =>
      typeof each === 'string' ? fillText(each, context) : [fill(each, context)],
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Dsl;
  if ('%timefilter%' in object) return fillTime(object, context);
  if ('%autointerval%' in object) {
    const bars = typeof object['%autointerval%'] === 'number' ? object['%autointerval%'] : undefined;
    return timeInterval(Date.parse(context.to) - Date.parse(context.from), bars);
  }
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, fill(inner, context)]));
}

function fillText(text: string, { filters }: DashboardContext): unknown[] {
  switch (text) {
    case '%dashboard_context-filter_clause%':
      return [...filters];
    case '%dashboard_context-must_clause%':
    case '%dashboard_context-must_not_clause%':
      return [];
    default:
      return [text];
  }
}

function fillTime(object: Dsl, { from, to }: DashboardContext): unknown {
  const { shift = 0, unit = 'minute' } = object as { shift?: number; unit?: string };
  const moved = (time: string) =>
    new Date(Date.parse(time) + shift * (UNITS[unit.replace(/s$/, '')] ?? NaN)).toISOString();
  const which = object['%timefilter%'];
  if (which === 'min') return Date.parse(moved(from));
  if (which === 'max') return Date.parse(moved(to));
  return { format: 'strict_date_optional_time', gte: moved(from), lte: moved(to) };
}
