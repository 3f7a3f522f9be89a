import { isRecord } from '../model/is-record.ts';
import type { JsonObject } from '../indices/mapping-file.ts';
import { decodeAttributes } from './json-strings.ts';

type Json = JsonObject[string];

/** Kibana leaves out, or fills in, what says nothing. */
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

/** Discover counts in the data view how often a field is used: that is nobody's edit. */
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
 * Attributes, stored or to be sent, such that what means the same is the same: JSON out of its strings, and
 * nothing of what Kibana adds or leaves out by itself.
 */
export function comparableAttributes(type: string, attributes: JsonObject): JsonObject {
  const decoded = decodeAttributes(type, attributes);
  const { fieldAttrs } = decoded;
  const counted = fieldAttrs === undefined ? decoded : { ...decoded, fieldAttrs: withoutCounts(fieldAttrs) };
  return withoutNothings(counted);
}

/** A value as text that is the same whatever the order of keys; a member that is null is one that is not there. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, entry]) => entry !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalText(entry)}`);
  return `{${members.join(',')}}`;
}
