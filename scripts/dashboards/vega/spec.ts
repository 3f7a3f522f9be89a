/** What the Vega visualizations have in common. */

import { savedObject, type SavedObject } from '../saved-object.ts';

export const VEGA = 'https://vega.github.io/schema/vega/v5.json';

/** Colours that people with a colour vision deficiency can tell apart: those of Elastic's own charts. */
export const COLORS = [
  '#54B399',
  '#6092C0',
  '#D36086',
  '#9170B8',
  '#CA8EAE',
  '#D6BF57',
  '#B9A888',
  '#DA8B45',
  '#AA6556',
  '#E7664C',
];
export const GREEN = '#54B399';
export const BLUE = '#6092C0';
export const RED = '#E7664C';
/** Readable on light and on dark. */
export const GREY = '#98A2B3';
export const TEXT = '#69707D';

/** The most rows that one request returns. */
const MOST_ROWS = 10_000;

type Scope = 'filtered' | 'everything';

/**
 * Documents, as the dashboard's controls, filters, query and time range leave them; or everything, for what is to be the
 * same with every filter.
 */
export function documents(
  index: string,
  fields: string[],
  sort: Record<string, string>,
  must: unknown[] = [],
  scope: Scope = 'filtered',
) {
  return {
    index,
    body: {
      size: MOST_ROWS,
      track_total_hits: false,
      _source: fields,
      sort: [sort],
      query: scope === 'everything' ? { bool: { must } } : filtered([IN_TIME, ...must]),
    },
  };
}

const IN_TIME = { range: { 'run.ended_at': { '%timefilter%': true } } };

/** What the dashboard's controls, filters and query leave, whenever it was. */
export function filtered(must: unknown[]) {
  return {
    bool: {
      must: ['%dashboard_context-must_clause%', ...must],
      filter: ['%dashboard_context-filter_clause%'],
      must_not: ['%dashboard_context-must_not_clause%'],
    },
  };
}

export function exists(field: string) {
  return { exists: { field } };
}

export function formula(as: string, expr: string) {
  return { type: 'formula', as, expr };
}

/** The time range of the data; a day if there are none, because an axis needs an extent. */
export function timeDomain(data: string, field: string) {
  return {
    signal: `length(data('${data}')) > 0 ? extent(pluck(data('${data}'), '${field}')) : [now() - 86400000, now()]`,
  };
}

/** Says so where not everything fitted into one answer. */
export function cut(data: string, sentence: string) {
  return {
    type: 'text',
    encode: {
      update: {
        x: { signal: 'width' },
        y: { value: -6 },
        align: { value: 'right' },
        fontSize: { value: 12 },
        fontWeight: { value: 'bold' },
        fill: { value: RED },
        text: { signal: `length(data('${data}')) >= ${MOST_ROWS} ? '${sentence}' : ''` },
      },
    },
  };
}

/** Says so where there is nothing to draw. */
export function nothing(data: string, sentence: string) {
  return {
    type: 'text',
    encode: {
      update: {
        x: { signal: 'width / 2' },
        y: { signal: 'height / 2' },
        align: { value: 'center' },
        fontSize: { value: 14 },
        fill: { value: TEXT },
        text: { signal: `length(data('${data}')) === 0 ? '${sentence}' : ''` },
      },
    },
  };
}

export function vega(id: string, title: string, spec: Record<string, unknown>): SavedObject {
  return savedObject('visualization', id, {
    title: `[Runlens] ${title}`,
    description: '',
    version: 1,
    uiStateJSON: {},
    visState: { title: `[Runlens] ${title}`, type: 'vega', aggs: [], params: { spec } },
    kibanaSavedObjectMeta: { searchSourceJSON: { query: { language: 'kuery', query: '' }, filter: [] } },
  });
}
