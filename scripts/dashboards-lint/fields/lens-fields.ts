import { layersOf, orderAggregationOf, type Column, type LensAttributes } from '../shapes/lens.ts';
import type { Filter, Query } from '../shapes/common.ts';
import type { Use } from './field-use.ts';
import { fieldsOfQueryBody } from './body-fields.ts';
import { fieldsOfFormula } from './formula-fields.ts';

/** A field that Lens names, or a query whose fields are to be found. */
export type Mention = { where: string } & ({ field: string; use: Use } | { query: Query });

const USE_OF_OPERATION: Record<string, Use> = {
  terms: 'group',
  date_histogram: 'time',
  count: 'values',
  unique_count: 'values',
  last_value: 'show',
};

/** What the layers of a Lens panel name, by layer; what the panel's own query and filters name belongs to each. */
export function mentionsOfLens(lens: LensAttributes): Record<string, Mention[]> {
  const common: Mention[] = [
    { where: 'query', query: lens.state.query },
    ...filterMentions(lens.state.filters),
  ];
  return Object.fromEntries(
    Object.entries(layersOf(lens)).map(([id, { columns }]) => [
      id,
      [...common, ...Object.values(columns).flatMap((column) => mentionsOfColumn(column))],
    ]),
  );
}

export function filterMentions(filters: readonly Filter[]): Mention[] {
  return filters.flatMap(({ query }, position) =>
    fieldsOfQueryBody(query, `filter ${position + 1}`).map(({ at, field, use }) => ({
      where: at,
      field,
      use,
    })),
  );
}

function mentionsOfColumn(column: Column, within = ''): Mention[] {
  const where = `${within}column "${column.label}"`;
  const { params = {}, sourceField, filter, operationType } = column;
  const orderAggregation = orderAggregationOf(column);
  const names = (fields: readonly (string | undefined)[], use: Use): Mention[] =>
    fields.flatMap((field) =>
      field === undefined || field === '___records___' ? [] : [{ where, field, use }],
    );
  return [
    ...names([sourceField], USE_OF_OPERATION[operationType] ?? 'calculate'),
    ...names(params.secondaryFields ?? [], 'group'),
    ...names([params.sortField], 'time'),
    ...(filter === undefined ? [] : [{ where, query: filter }]),
    ...(params.filters ?? []).map(({ input }) => ({ where, query: input })),
    ...(orderAggregation === undefined ? [] : mentionsOfColumn(orderAggregation, `order of ${where}: `)),
    ...formulaMentions(params.formula, where),
  ];
}

function formulaMentions(formula: string | undefined, where: string): Mention[] {
  if (formula === undefined) return [];
  const { fields, queries } = fieldsOfFormula(formula);
  return [
    ...fields.map(({ field, operation }) => ({
      where,
      field,
      use: USE_OF_OPERATION[operation] ?? ('calculate' as const),
    })),
    ...queries.map((query) => ({ where, query: { language: 'kuery', query } })),
  ];
}
