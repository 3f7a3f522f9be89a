import { isRecord } from '../model/is-record.ts';
import type { JsonObject } from '../indices/mapping-file.ts';
import { decodeAttributes } from './json-strings.ts';

type Json = JsonObject[string];

/** Kibana omits or adds members with these values. */
function saysNothing(value: Json): boolean {
  return (
    value === null ||
    value === false ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function withoutNothings(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => !saysNothing(value)));
}

/** Discover counts in the data view how often a field is used, which is not an edit. */
function withoutCounts(fieldAttrs: Json): Json {
  if (!isRecord(fieldAttrs)) return fieldAttrs;
  const kept = Object.entries(fieldAttrs).map(([field, attrs]): [string, Json] => {
    if (!isRecord(attrs)) return [field, attrs];
    const { count: _, ...rest } = attrs;
    return [field, rest];
  });
  return withoutNothings(Object.fromEntries(kept));
}

/**
 * Attributes, stored or to be sent, in a form in which equal meaning is equal content: JSON strings are parsed, and
 * members that Kibana adds or omits are left out.
 */
export function comparableAttributes(type: string, attributes: JsonObject): JsonObject {
  const decoded = decodeAttributes(type, attributes);
  const { fieldAttrs } = decoded;
  const counted = fieldAttrs === undefined ? decoded : { ...decoded, fieldAttrs: withoutCounts(fieldAttrs) };
  return withoutNothings(counted);
}

/** A value as text. The order of keys does not matter, and a member that is null counts as absent. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, entry]) => entry !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalText(entry)}`);
  return `{${members.join(',')}}`;
}
