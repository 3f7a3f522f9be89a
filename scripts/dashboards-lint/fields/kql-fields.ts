import { KqlError, parseKql, type KqlNode } from '../kql.ts';
import type { Query } from '../shapes/common.ts';
import type { Use } from './field-use.ts';

type Named = { field: string; use: Use };

/** The fields that a query names, or why it cannot be read. An exists query asks like any other. */
export function fieldsOfQuery({ language, query }: Query): { fields: Named[] } | { error: string } {
  if (language !== 'kuery') return { error: `its language is ${language}, not kuery` };
  try {
    const node = parseKql(query);
    const fields = node === undefined ? [] : fieldsOf(node);
    const nameless = fields.find(({ field }) => field === '');
    return nameless === undefined ? { fields } : { error: `a value in "${query}" has no field` };
  } catch (error) {
    if (error instanceof KqlError) return { error: error.message };
    throw error;
  }
}

function fieldsOf(node: KqlNode): Named[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.parts.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(node.part);
    case 'is':
      return [{ field: node.field, use: 'query' }];
    case 'range':
      return [{ field: node.field, use: 'range' }];
    default:
      return [{ field: '', use: 'query' }];
  }
}
