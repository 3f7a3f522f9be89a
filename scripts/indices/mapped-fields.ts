/** The fields of an index, as its mapping file has them. */

import type { JsonObject } from '../../src/domain/indices/mapping-file.ts';
import type { DynamicTemplate as Template, MappingNode as Node } from '../mapping-node.ts';

export type MappedField = {
  /** Dotted. It ends in `.*` where documents add fields of their own: `metrics.*`. */
  path: string;
  /** As Elasticsearch calls it; `object` where only `_source` has it. */
  type: string;
  /** Whether a query can find it fast, only by reading every document, or not at all. */
  search: 'indexed' | 'unindexed' | 'none';
};

/**
 * @param mappings the member `mappings` of a mapping file
 * @returns all fields that a document may have, in the order of the file
 */
export function mappedFields(mappings: JsonObject): MappedField[] {
  const { properties = {}, dynamic_templates: named = [] } = mappings as {
    properties?: Record<string, Node>;
    dynamic_templates?: Record<string, Template>[];
  };
  const templates = new Map(
    named.flatMap((one) => Object.values(one)).map(({ path_match: path, mapping }) => [path, mapping]),
  );
  return fieldsIn(properties, '', templates);
}

function fieldsIn(
  properties: Record<string, Node>,
  prefix: string,
  templates: ReadonlyMap<string | undefined, Node | undefined>,
): MappedField[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = prefix + name;
    if (node.properties !== undefined) return fieldsIn(node.properties, `${path}.`, templates);
    if (node.dynamic !== 'true') return [fieldOf(path, node)];
    const added = templates.get(`${path}.*`);
    if (added === undefined)
      throw new Error(`${path} grows, but no dynamic template says what its fields are.`);
    return [fieldOf(`${path}.*`, added)];
  });
}

function fieldOf(
  path: string,
  { type = 'object', index, doc_values: docValues, enabled }: Node,
): MappedField {
  if (enabled === false) return { path, type, search: 'none' };
  if (index !== false) return { path, type, search: 'indexed' };
  return { path, type, search: docValues === false ? 'none' : 'unindexed' };
}
