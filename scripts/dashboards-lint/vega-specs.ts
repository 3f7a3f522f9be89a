import { ofType, type World } from './rule.ts';
import type { JsonObject } from '../../src/domain/indices/mapping-file.ts';

export type VegaSpec = { file: string; title: string; spec: JsonObject };
/** A request that a spec makes: Kibana's object in the place of Vega's `url`. */
export type VegaRequest = { at: string; url: Record<string, unknown> };

export function vegaSpecsOf(world: World): VegaSpec[] {
  return ofType(world, 'visualization').flatMap(({ file, content }) => {
    const { type, params } = content.attributes.visState;
    return type === 'vega' && params.spec !== undefined
      ? [{ file, title: content.attributes.title, spec: params.spec }]
      : [];
  });
}

/** All requests of a spec, wherever its data is declared. */
export function requestsOf(spec: unknown): VegaRequest[] {
  return visit(spec).flatMap(({ at, key, value }) =>
    key === 'url' && typeof value === 'object' && value !== null
      ? [{ at, url: value as Record<string, unknown> }]
      : [],
  );
}

export type Visited = { at: string; key: string; value: unknown };

/** Every key of a JSON value, the outer before the inner, with its path. */
export function visit(value: unknown, at = ''): Visited[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = at === '' ? key : `${at}.${key}`;
    return [{ at: place, key, value: inner }, ...visit(inner, place)];
  });
}
