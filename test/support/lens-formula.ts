/** What Kibana calculates from the other cells of a row. */

import type { Column } from '../../scripts/dashboards-lint/shapes/lens.ts';
import type { Cell } from './lens-metrics.ts';

type Row = Record<string, Cell>;
type Node =
  | number
  | string
  | { type: 'variable'; value: string }
  | { type: 'function'; name: string; args: Node[] };

const FUNCTIONS: Record<string, (...values: number[]) => number> = {
  add: (a = 0, b = 0) => a + b,
  subtract: (a = 0, b = 0) => a - b,
  multiply: (a = 0, b = 0) => a * b,
  divide: (a = 0, b = 0) => a / b,
  abs: (a = 0) => Math.abs(a),
  round: (a = 0, digits = 0) => Math.round(a * 10 ** digits) / 10 ** digits,
  sqrt: (a = 0) => Math.sqrt(a),
  pow: (a = 0, b = 0) => a ** b,
  pick_max: Math.max,
  pick_min: Math.min,
  lt: (a = 0, b = 0) => Number(a < b),
  gt: (a = 0, b = 0) => Number(a > b),
  eq: (a = 0, b = 0) => Number(a === b),
};

/** Adds the calculated columns to a row, each after those that it is calculated from. */
export function calculate(columns: Record<string, Column>, row: Row): Row {
  const full = { ...row };
  function cell(id: string): Cell {
    const column = columns[id];
    if (column === undefined || id in full) return full[id] ?? null;
    full[id] = calculated(column, cell);
    return full[id];
  }
  for (const id of Object.keys(columns)) cell(id);
  return full;
}

function calculated(
  { operationType, references = [], params = {} }: Column,
  cell: (id: string) => Cell,
): Cell {
  if (operationType === 'static_value') return Number(params.value);
  if (operationType === 'formula') return references[0] === undefined ? null : cell(references[0]);
  const result = evaluate(params.tinymathAst as Node, cell);
  return result !== null && Number.isFinite(result) ? result : null;
}

/** Nothing comes of nothing: a cell without a value leaves the result without one. */
function evaluate(node: Node, cell: (id: string) => Cell): number | null {
  if (typeof node === 'number') return node;
  if (typeof node === 'string' || node.type === 'variable') {
    const value = cell(typeof node === 'string' ? node : node.value);
    return typeof value === 'number' ? value : null;
  }
  const values = node.args.map((argument) => evaluate(argument, cell));
  if (node.name === 'defaults') return values[0] ?? values[1] ?? null;
  // Of the two outcomes, the one that is not taken may be nothing.
  if (node.name === 'ifelse') return (values[0] ?? 0) === 0 ? (values[2] ?? null) : (values[1] ?? null);
  const apply = FUNCTIONS[node.name];
  if (apply === undefined) throw new Error(`The function ${node.name} of a formula is not known here.`);
  return values.includes(null) ? null : apply(...(values as number[]));
}
