import { parseKql, type KqlNode, type KqlValue } from '../../scripts/dashboards-lint/kql.ts';

export type Dsl = Record<string, unknown>;

/** A query as Kibana sends it to Elasticsearch; undefined for an empty one. */
export function kqlToDsl(text: string): Dsl | undefined {
  const node = parseKql(text);
  return node === undefined ? undefined : toDsl(node);
}

function toDsl(node: KqlNode): Dsl {
  switch (node.type) {
    case 'and':
      return { bool: { filter: node.parts.map(toDsl) } };
    case 'or':
      return oneOf(node.parts.map(toDsl));
    case 'not':
      return { bool: { must_not: toDsl(node.part) } };
    case 'is':
      return oneOf([fieldQuery(node.field, node.value)]);
    case 'range':
      return oneOf([{ range: { [node.field]: { [node.operator]: literal(node.value) } } }]);
    default:
      throw new Error(`"${node.value.text}" names no field: an object's query must.`);
  }
}

function oneOf(queries: Dsl[]): Dsl {
  return { bool: { should: queries, minimum_should_match: 1 } };
}

function fieldQuery(field: string, value: KqlValue): Dsl {
  if (value.quoted) return { match_phrase: { [field]: value.text } };
  if (value.text === '*') return { exists: { field } };
  if (value.text.includes('*')) return { query_string: { fields: [field], query: value.text } };
  return { match: { [field]: literal(value) } };
}

function literal({ text, quoted }: KqlValue): string | number | boolean {
  if (quoted) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
