import type { Hit, Selection } from '../../../src/ingest/ports/store.ts';
import type { Stored } from './memory-index.ts';

type Source = Record<string, unknown>;

/** Whether a document belongs to a selection: as a search for exact values over keywords and booleans finds it. */
export function isSelected({ terms, exclude = {}, routing }: Selection, document: Stored): boolean {
  const matches = ([field, values]: [string, readonly (string | boolean)[]]) =>
    valuesAt(document.source, field).some((value) => values.some((wanted) => wanted === value));
  return (
    (routing === undefined || document.routing === routing) &&
    Object.entries(terms).every(matches) &&
    !Object.entries(exclude).some(matches)
  );
}

/** @param fields those to bring, with all below them; all of them if undefined */
export function hitOf({ id, routing, version, token, source }: Stored, fields?: readonly string[]): Hit {
  const brought = fields === undefined ? source : picked(source, fields, '');
  return {
    id,
    ...(routing !== undefined && { routing }),
    version,
    token,
    source: structuredClone(brought),
  };
}

/** Lists and what is in them count as so many values of one field. */
function valuesAt(value: unknown, field: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, field));
  if (field === '') return [value];
  if (!isObject(value)) return [];
  const [key = '', ...rest] = field.split('.');
  return valuesAt(value[key], rest.join('.'));
}

function picked(source: Source, fields: readonly string[], above: string): Source {
  const kept: Source = {};
  for (const [key, value] of Object.entries(source)) {
    const path = `${above}${key}`;
    if (fields.includes(path)) kept[key] = value;
    else if (isObject(value) && fields.some((field) => field.startsWith(`${path}.`)))
      kept[key] = picked(value, fields, `${path}.`);
  }
  return kept;
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
