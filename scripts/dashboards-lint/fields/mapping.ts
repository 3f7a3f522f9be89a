/** What a mapping file says of one field. */

import type { IndexMapping } from '../../../src/domain/indices/mapping-file.ts';
import type { DynamicTemplate as Template, MappingNode as Node } from '../../mapping-node.ts';
import { indexOfAlias } from './alias.ts';

export type MappedField = {
  type: string;
  /** Whether a query finds it. */
  searchable: boolean;
  /** Whether it can be sorted by, grouped by, aggregated. */
  aggregatable: boolean;
};

const DISPLAY_ONLY = new Set(['text', 'flattened', 'object']);
/** What every document has without a mapping. */
const METADATA: Record<string, MappedField> = {
  _id: { type: '_id', searchable: true, aggregatable: false },
  _index: { type: 'keyword', searchable: true, aggregatable: true },
  _source: { type: 'object', searchable: false, aggregatable: false },
};

/** The newest mapping of the index of an alias or data view; undefined if there is none. */
export function mappingBehind(mappings: readonly IndexMapping[], alias: string): IndexMapping | undefined {
  const index = indexOfAlias(alias);
  return mappings.filter((mapping) => mapping.index === index).toSorted((a, b) => b.version - a.version)[0];
}

/** The field at a dotted path, fields that come into being with the documents included; undefined where there is none. */
export function fieldIn(mapping: IndexMapping, path: string): MappedField | undefined {
  if (path in METADATA) return METADATA[path];
  const templates = (mapping.mappings['dynamic_templates'] ?? []) as Record<string, Template>[];
  let node: Node | undefined = mapping.mappings;
  for (const part of path.split('.')) {
    if (node.enabled === false || node.type === 'flattened') return fieldOf(node);
    const child: Node | undefined = node.properties?.[part];
    if (child === undefined) {
      const grows = node.dynamic === true || node.dynamic === 'true';
      return grows ? dynamicField(templates, path) : undefined;
    }
    node = child;
  }
  return fieldOf(node);
}

/** Whether a pattern of `_source` or `fields`, with or without a star, names anything. */
export function matchesAny(mapping: IndexMapping, pattern: string): boolean {
  if (!pattern.includes('*')) return fieldIn(mapping, pattern) !== undefined;
  const parent = pattern.replace(/\.?[^.]*\*.*$/, '');
  return parent === '' || fieldIn(mapping, parent) !== undefined;
}

function dynamicField(templates: readonly Record<string, Template>[], path: string): MappedField | undefined {
  for (const template of templates.flatMap((named) => Object.values(named))) {
    const start = template.path_match?.replace(/\*$/, '');
    if (start !== undefined && path.startsWith(start) && template.mapping) return fieldOf(template.mapping);
  }
  return undefined;
}

function fieldOf({ type = 'object', index, doc_values, enabled }: Node): MappedField {
  const usable = !DISPLAY_ONLY.has(type) && enabled !== false;
  return { type, searchable: usable && index !== false, aggregatable: usable && doc_values !== false };
}
