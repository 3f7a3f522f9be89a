import type { MappedField } from './mapping.ts';

/**
 * What a field is named for: numbers or dates to calculate with, values to group by, times, anything with values
 * (counting, sorting), a query that asks for a value or for an order, or to be shown only.
 */
export type Use = 'calculate' | 'group' | 'time' | 'values' | 'query' | 'range' | 'show';

/** A field of the index of an alias, named by an object. */
export type FieldUse = { file: string; where: string; alias: string; field: string; use: Use };

const NUMBERS = ['long', 'integer', 'short', 'byte', 'double', 'float', 'half_float'];
const ORDERED = new Set([...NUMBERS, 'date']);
const GROUPED = new Set(['keyword', 'boolean', ...NUMBERS]);

/** What is in the way of a use, as the end of a sentence; undefined where it fits. */
export function misfit(use: Use, { type, searchable, aggregatable }: MappedField): string | undefined {
  switch (use) {
    case 'show':
      return undefined;
    case 'query':
      return searchable ? undefined : `cannot be asked for: it is ${type} or not indexed. Show it at most`;
    case 'range':
      return searchable && ORDERED.has(type)
        ? undefined
        : `is ${type}: only numbers and dates can be compared`;
    case 'values':
      return aggregatable ? undefined : `has no values to count or sort by: it is ${type}. Show it at most`;
    case 'calculate':
      return aggregatable && ORDERED.has(type)
        ? undefined
        : `is ${type}: only numbers and dates can be calculated with`;
    case 'group':
      return aggregatable && GROUPED.has(type)
        ? undefined
        : `is ${type}: only keywords, booleans and numbers can be grouped by`;
    default:
      return aggregatable && type === 'date' ? undefined : `is ${type}: a date is needed here`;
  }
}
