import { isRecord } from '../model/is-record.ts';
import type { JsonObject } from '../indices/mapping-file.ts';

type Json = JsonObject[string];
type Path = readonly string[];

const SEARCH_SOURCE: Path = ['kibanaSavedObjectMeta', 'searchSourceJSON'];
const VEGA_SPEC: Path = ['visState', 'params', 'spec'];

/** Where Kibana stores JSON as a string. A path within another such string comes first. */
const JSON_STRINGS: Readonly<Record<string, readonly Path[]>> = {
  'index-pattern': [
    ['fields'],
    ['typeMeta'],
    ['sourceFilters'],
    ['fieldAttrs'],
    ['runtimeFieldMap'],
    ['fieldFormatMap'],
  ],
  visualization: [VEGA_SPEC, ['visState'], ['uiStateJSON'], SEARCH_SOURCE],
  search: [SEARCH_SOURCE],
  dashboard: [
    ['panelsJSON'],
    ['optionsJSON'],
    SEARCH_SOURCE,
    ['controlGroupInput', 'panelsJSON'],
    ['controlGroupInput', 'ignoreParentSettingsJSON'],
  ],
};

function pathsOf(type: string): readonly Path[] {
  return JSON_STRINGS[type] ?? [];
}

function changeAt(value: Json, [key, ...rest]: Path, change: (value: Json) => Json): Json {
  if (key === undefined) return change(value);
  const child = isRecord(value) ? value[key] : undefined;
  if (!isRecord(value) || child === undefined) return value;
  return { ...value, [key]: changeAt(child, rest, change) };
}

/** A Vega spec keeps its lines, for Kibana's editor. A value that is already a string is unchanged. */
function encodeValue(path: Path): (value: Json) => Json {
  return (value: Json): Json =>
    typeof value === 'string' ? value : JSON.stringify(value, undefined, path === VEGA_SPEC ? 2 : 0);
}

/** Text that is not JSON (a Vega spec may be HJSON, with comments) stays a string. */
function decodeValue(value: Json): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** Converts attributes of a file to the form of Kibana, with JSON in strings. */
export function encodeAttributes(type: string, attributes: JsonObject): JsonObject {
  return pathsOf(type).reduce<Json>(
    (encoded, path) => changeAt(encoded, path, encodeValue(path)),
    attributes,
  ) as JsonObject;
}

/** Converts attributes of Kibana to the form of the files, without JSON in strings. */
export function decodeAttributes(type: string, attributes: JsonObject): JsonObject {
  return pathsOf(type).reduceRight<Json>(
    (decoded, path) => changeAt(decoded, path, decodeValue),
    attributes,
  ) as JsonObject;
}
