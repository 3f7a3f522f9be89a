/** Calculated columns of a Lens layer: what Lens calls a formula, taken apart the way its editor does. */

import { metric, type Column } from './columns.ts';

type Expression = { type: 'function'; name: string; args: (string | number | Expression)[] };

export type Calculated = {
  label: string;
  /** As a user would type it. */
  formula: string;
  /** What Elasticsearch is asked for. */
  parts: Column[];
  /** What Kibana makes of the parts, which it is given by their ids. */
  expression: (...parts: string[]) => Expression;
};

/** The columns that a calculated one consists of: itself, its parts, and what is made of them. */
export function takenApart(id: string, column: Column | Calculated): Record<string, Column> {
  if (!('parts' in column)) return { [id]: column };
  const { label, formula, parts, expression } = column;
  const partIds = parts.map((_, position) => `${id}X${position}`);
  const result = `${id}X${parts.length}`;
  const common = { customLabel: true, dataType: 'number', isBucketed: false, scale: 'ratio' } as const;
  return {
    [id]: {
      ...common,
      label,
      operationType: 'formula',
      params: { formula, isFormulaBroken: false, format: { id: 'number', params: { decimals: 4 } } },
      references: [result],
    },
    ...Object.fromEntries(parts.map((part, position) => [partIds[position], part])),
    [result]: {
      ...common,
      label: `Part of ${label}`,
      operationType: 'math',
      params: { tinymathAst: expression(...partIds) },
      references: partIds,
    },
  };
}

/** No document is without a run. */
const NO_RUN = 'not run.key : *';

/** The value if there is one run; nothing for several runs, whose figure would belong to none of them. */
export function ofOneRun(label: string, field: string): Calculated {
  return {
    label,
    formula: `ifelse(unique_count(run.key) == 1, max(${field}), max(${field}, kql='${NO_RUN}'))`,
    parts: [
      metric(`Part of ${label}`, 'unique_count', 'run.key'),
      metric(`Part of ${label}`, 'max', field),
      metric(`Part of ${label}`, 'max', field, { filter: NO_RUN }),
    ],
    // The formula of a layer has no word for nothing: it is what the third part always is.
    expression: (runs = '', value = '', nothing = '') => ({
      type: 'function',
      name: 'ifelse',
      args: [{ type: 'function', name: 'eq', args: [runs, 1] }, value, nothing],
    }),
  };
}
