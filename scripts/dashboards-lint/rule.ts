import type { IndexMapping } from '../../src/domain/indices/mapping-file.ts';
import type { KibanaObject } from './shapes/object.ts';

/** An object and its file below `kibana/`: `dashboard/runlens-overview.json`. */
export type Filed<Content> = { file: string; content: Content };

/** All objects, because they refer to each other, and all mappings. */
export type World = { objects: readonly Filed<KibanaObject>[]; mappings: readonly IndexMapping[] };

/** A problem, its place in the file ('' for the file as a whole), and what to do about it. */
export type Problem = { file: string; where: string; message: string };

export type Rule = (world: World) => Problem[];

/** The objects of one type. */
export function ofType<Type extends KibanaObject['type']>(
  { objects }: World,
  type: Type,
): Filed<Extract<KibanaObject, { type: Type }>>[] {
  return objects.filter(
    (object): object is Filed<Extract<KibanaObject, { type: Type }>> => object.content.type === type,
  );
}
