import { isRecord } from '../model/is-record.ts';
import type { JsonObject } from '../indices/mapping-file.ts';
import { type Naming, renameId, renameIndices, renameTag, renameTitle } from './names.ts';
import type { Reference, SavedObjectFile } from './saved-object.ts';

type Json = JsonObject[string];

const OUTPUTS = '{{outputs_base_url}}';

/** In place of a base URL: results name pictures by whole URLs. */
export const WHOLE_URLS = 'absolute';

/** A value, children first, with `change` applied to every member of every object in it. */
function mapMembers(value: Json, change: (key: string, value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((entry) => mapMembers(entry, change));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, change(key, mapMembers(entry, change))]),
  );
}

/** Lens panels by value repeat their references within the dashboard's attributes. */
function renameInnerReference(entry: Json, naming: Naming): Json {
  return isRecord(entry) && typeof entry['id'] === 'string' && typeof entry['name'] === 'string'
    ? { ...entry, id: renameId(entry['id'], naming) }
    : entry;
}

function renameMember(naming: Naming): (key: string, value: Json) => Json {
  return (key: string, value: Json): Json => {
    if (key === 'references' && Array.isArray(value)) {
      return value.map((entry) => renameInnerReference(entry, naming));
    }
    // `data.url` of a Vega spec, at any depth.
    if (key === 'url' && isRecord(value) && typeof value['index'] === 'string') {
      return { ...value, index: renameIndices(value['index'], naming) };
    }
    return value;
  };
}

function changeText(object: JsonObject, key: string, change: (text: string) => string): JsonObject {
  const value = object[key];
  return typeof value === 'string' ? { ...object, [key]: change(value) } : object;
}

function rename({ type }: SavedObjectFile, attributes: JsonObject, naming: Naming): JsonObject {
  const title = (text: string) => renameTitle(text, naming);
  if (type === 'tag') return changeText(attributes, 'name', (name) => renameTag(name, naming));
  if (type === 'index-pattern') {
    const named = changeText(attributes, 'name', title);
    return changeText(named, 'title', (names) => renameIndices(names, naming));
  }
  const titled = changeText(attributes, 'title', title);
  const { visState } = titled;
  return isRecord(visState) ? { ...titled, visState: changeText(visState, 'title', title) } : titled;
}

/** With exactly one `/` at its end, so that relative paths can follow. */
function outputsBase(url: string): string {
  return url === WHOLE_URLS ? '' : `${url.replace(/\/+$/, '')}/`;
}

/** Without a base URL a picture cannot be found by its path, and the path is shown as text. */
function withPictures(attributes: JsonObject, url: string | undefined): JsonObject {
  const formats = attributes['fieldFormatMap'];
  if (!isRecord(formats)) return attributes;
  if (url === undefined) {
    const others = Object.entries(formats).filter(([, format]) => !JSON.stringify(format).includes(OUTPUTS));
    return { ...attributes, fieldFormatMap: Object.fromEntries(others) };
  }
  const base = outputsBase(url);
  const filled = mapMembers(formats, (_key, value) =>
    typeof value === 'string' ? value.replaceAll(OUTPUTS, () => base) : value,
  );
  return { ...attributes, fieldFormatMap: filled };
}

/** A table has a fixed row height for pictures only. Rows of text are as tall as the text. */
function withTextRows(_key: string, value: Json): Json {
  if (!isRecord(value) || value['rowHeight'] !== 'custom') return value;
  const { rowHeightLines: _lines, ...others } = value;
  return { ...others, rowHeight: 'auto' };
}

/**
 * A shipped object under the names of one installation: ids, index names, titles, and where pictures are.
 * Attributes stay plain JSON.
 *
 * @param outputsBaseUrl URL that the paths of pictures are appended to; without it the paths are shown as text
 */
export function personalise(
  file: SavedObjectFile,
  naming: Naming,
  outputsBaseUrl: string | undefined,
): { id: string; attributes: JsonObject; references: Reference[] } {
  const named = mapMembers(file.attributes, renameMember(naming));
  const renamed = (outputsBaseUrl === undefined ? mapMembers(named, withTextRows) : named) as JsonObject;
  const attributes = rename(file, renamed, naming);
  return {
    id: renameId(file.id, naming),
    attributes: file.type === 'index-pattern' ? withPictures(attributes, outputsBaseUrl) : attributes,
    references: file.references.map((reference) => ({ ...reference, id: renameId(reference.id, naming) })),
  };
}
