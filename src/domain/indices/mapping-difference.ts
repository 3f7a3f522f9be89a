import { isRecord } from '../model/is-record.ts';
import { canonical } from './canonical.ts';
import type { JsonObject } from './mapping-file.ts';

/** A place where the mapping of an index differs from the mapping file. `wanted` and `found` may be "absent". */
export type MappingDifference = { path: string; wanted: string; found: string };

function childrenOf(definition: JsonObject): JsonObject {
  return isRecord(definition['properties']) ? definition['properties'] : {};
}

/** The definition without its children. `"type": "object"` is the default of a field without a type. */
function ownPart(definition: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(definition).filter(
      ([key, value]) => key !== 'properties' && !(key === 'type' && value === 'object'),
    ),
  );
}

/** Whether Elasticsearch may add fields below, by this definition or else by the inherited one. */
function growsBelow(definition: JsonObject, inherited: boolean): boolean {
  return definition['dynamic'] === undefined
    ? inherited
    : canonical(definition['dynamic']) === canonical(true);
}

function compareFields(
  path: string,
  wanted: JsonObject,
  found: JsonObject,
  mayGrow: boolean,
): MappingDifference[] {
  const wantedFields = childrenOf(wanted);
  const foundFields = childrenOf(found);
  const names = [...new Set([...Object.keys(wantedFields), ...Object.keys(foundFields)])].toSorted();
  return names.flatMap((name) => {
    const fieldPath = path === '' ? name : `${path}.${name}`;
    const wantedField = wantedFields[name];
    const foundField = foundFields[name];
    if (!isRecord(wantedField)) {
      return mayGrow ? [] : [{ path: fieldPath, wanted: 'absent', found: canonical(foundField) }];
    }
    if (!isRecord(foundField)) return [{ path: fieldPath, wanted: canonical(wantedField), found: 'absent' }];
    return [
      ...compareValues(fieldPath, ownPart(wantedField), ownPart(foundField)),
      ...compareFields(fieldPath, wantedField, foundField, growsBelow(wantedField, mayGrow)),
    ];
  });
}

function compareValues(
  path: string,
  wanted: JsonObject[string],
  found: JsonObject[string] | undefined,
): { path: string; wanted: string; found: string }[] {
  const [wantedText, foundText] = [canonical(wanted), canonical(found)];
  return wantedText === foundText ? [] : [{ path, wanted: wantedText, found: foundText }];
}

/** Operators may add notes to `_meta`: only the members of the mapping file count. */
function compareMeta(wanted: JsonObject, found: JsonObject): MappingDifference[] {
  const foundMeta = isRecord(found['_meta']) ? found['_meta'] : {};
  return Object.entries(isRecord(wanted['_meta']) ? wanted['_meta'] : {}).flatMap(([key, value]) =>
    compareValues(`_meta.${key}`, value, foundMeta[key]),
  );
}

/**
 * The differences between the mapping of an index and its file. Fields that Elasticsearch has added below objects with
 * `"dynamic": "true"` are not differences.
 */
export function mappingDifferences(wanted: JsonObject, found: JsonObject): MappingDifference[] {
  const handledBelow = new Set(['_meta', 'properties']);
  const keys = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].filter(
    (key) => !handledBelow.has(key),
  );
  return [
    ...compareMeta(wanted, found),
    ...keys.toSorted().flatMap((key) => {
      const value = wanted[key];
      if (value === undefined) return [{ path: key, wanted: 'absent', found: canonical(found[key]) }];
      return compareValues(key, value, found[key]);
    }),
    // Without `dynamic`, the root of a mapping grows: Elasticsearch's default.
    ...compareFields('', wanted, found, growsBelow(wanted, true)),
  ];
}
