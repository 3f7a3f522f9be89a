import { isRecord } from '../model/is-record.ts';
import type { JsonObject } from './mapping-file.ts';

type Json = JsonObject[string];

/**
 * A value as text that is equal for values that Elasticsearch considers equal. The order of keys does not matter, nor
 * whether numbers and booleans are strings: Elasticsearch returns settings as strings, and `"dynamic": "true"` for `true`.
 */
export function canonical(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return value === null ? 'null' : JSON.stringify(String(value));
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}

/** Settings with one dotted key per value. Elasticsearch accepts nested and dotted keys, with or without `index.`. */
export function flatSettings(settings: JsonObject): JsonObject {
  const flat: JsonObject = {};
  function visit(path: string, value: Json): void {
    if (isRecord(value)) {
      for (const [key, entry] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, entry);
    } else {
      flat[path.startsWith('index.') ? path : `index.${path}`] = value;
    }
  }
  visit('', settings);
  return flat;
}
