import { isObject } from '../provision/canonical.ts';
import type { JsonObject } from '../provision/mapping-file.ts';
import { type Naming, renameId, renameIndices, renameTag, renameTitle } from './names.ts';
import type { Reference, SavedObjectFile } from './saved-object.ts';

type Json = JsonObject[string];

const OUTPUTS = '{{outputs_base_url}}';

/** A value, children first, with `change` applied to every member of every object in it. */
const mapMembers = (value: Json, change: (key: string, value: Json) => Json): Json => {
  if (Array.isArray(value)) return value.map((entry) => mapMembers(entry, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, change(key, mapMembers(entry, change))]),
  );
};

/** Lens panels by value repeat their references within the dashboard's attributes. */
const renameInnerReference = (entry: Json, naming: Naming): Json =>
  isObject(entry) && typeof entry['id'] === 'string' && typeof entry['name'] === 'string'
    ? { ...entry, id: renameId(entry['id'], naming) }
    : entry;

const renameMember =
  (naming: Naming) =>
  (key: string, value: Json): Json => {
    if (key === 'references' && Array.isArray(value)) {
      return value.map((entry) => renameInnerReference(entry, naming));
    }
    // `data.url` of a Vega spec, wherever it stands.
    if (key === 'url' && isObject(value) && typeof value['index'] === 'string') {
      return { ...value, index: renameIndices(value['index'], naming) };
    }
    return value;
  };

const changeText = (object: JsonObject, key: string, change: (text: string) => string): JsonObject => {
  const value = object[key];
  return typeof value === 'string' ? { ...object, [key]: change(value) } : object;
};

const rename = ({ type }: SavedObjectFile, attributes: JsonObject, naming: Naming): JsonObject => {
  const title = (text: string) => renameTitle(text, naming);
  if (type === 'tag') return changeText(attributes, 'name', (name) => renameTag(name, naming));
  if (type === 'index-pattern') {
    const named = changeText(attributes, 'name', title);
    return changeText(named, 'title', (names) => renameIndices(names, naming));
  }
  const titled = changeText(attributes, 'title', title);
  const { visState } = titled;
  return isObject(visState) ? { ...titled, visState: changeText(visState, 'title', title) } : titled;
};

/** With exactly one `/` at its end, so that relative paths can follow. Without a base they stay relative. */
const outputsBase = (url: string | undefined): string =>
  url === undefined ? '' : `${url.replace(/\/+$/, '')}/`;

const insertOutputs = (attributes: JsonObject, url: string | undefined): JsonObject => {
  const formats = attributes['fieldFormatMap'];
  if (formats === undefined) return attributes;
  const base = outputsBase(url);
  const filled = mapMembers(formats, (_key, value) =>
    typeof value === 'string' ? value.replaceAll(OUTPUTS, () => base) : value,
  );
  return { ...attributes, fieldFormatMap: filled };
};

/**
 * A shipped object under the names of one installation: ids, index names, titles, and where pictures are.
 * Attributes stay plain JSON.
 */
export const personalise = (
  file: SavedObjectFile,
  naming: Naming,
  outputsBaseUrl: string | undefined,
): { id: string; attributes: JsonObject; references: Reference[] } => {
  const renamed = mapMembers(file.attributes, renameMember(naming)) as JsonObject;
  const attributes = rename(file, renamed, naming);
  return {
    id: renameId(file.id, naming),
    attributes: file.type === 'index-pattern' ? insertOutputs(attributes, outputsBaseUrl) : attributes,
    references: file.references.map((reference) => ({ ...reference, id: renameId(reference.id, naming) })),
  };
};
