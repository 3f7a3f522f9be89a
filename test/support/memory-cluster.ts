import type { ActualIndex, ActualState } from '../../src/domain/indices/actual.ts';
import type { JsonObject } from '../../src/domain/indices/mapping-file.ts';
import type { Operation } from '../../src/domain/indices/step.ts';

type Json = JsonObject[string];

export const emptyCluster: ActualState = { templates: {}, indices: {} };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same with the keys of every object the other way round. */
function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, entry]) => [key, reordered(entry)]),
  );
}

function asStrings(value: Json): Json {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asStrings(entry)]));
}

/** `"type": "object"` is not given back for an object that has fields. */
function withoutObjectType(value: Json): Json {
  if (!isObject(value)) return value;
  const { type, ...rest } = value;
  const dropped = type === 'object' && isObject(value['properties']) ? rest : value;
  return Object.fromEntries(Object.entries(dropped).map(([key, entry]) => [key, withoutObjectType(entry)]));
}

function templateAsStored(body: JsonObject): JsonObject {
  const { template } = body;
  if (!isObject(template)) return body;
  const settings = asStrings(template['settings'] ?? {});
  return reordered({ ...body, template: { ...template, settings }, composed_of: [] }) as JsonObject;
}

function withIndex(state: ActualState, name: string, index: ActualIndex): ActualState {
  return {
    ...state,
    indices: { ...state.indices, [name]: index },
  };
}

/** The cluster after a request, told in the way in which Elasticsearch gives back what it was given. */
export function afterOperation(state: ActualState, operation: Operation): ActualState {
  switch (operation.type) {
    case 'put-template': {
      const templates = { ...state.templates, [operation.name]: templateAsStored(operation.body) };
      return { ...state, templates };
    }
    case 'create-index':
      if (Object.hasOwn(state.indices, operation.name)) throw new Error(`${operation.name} exists`);
      return withIndex(state, operation.name, {
        mappings: reordered(withoutObjectType(operation.mappings)) as JsonObject,
        aliases: operation.aliases,
      });
    case 'put-alias': {
      const index = state.indices[operation.index];
      if (index === undefined) throw new Error(`There is no index ${operation.index}`);
      const aliases = { ...index.aliases, [operation.name]: operation.body };
      return withIndex(state, operation.index, { ...index, aliases });
    }
    case 'with-index':
    case 'none':
      break;
  }
  return state;
}
