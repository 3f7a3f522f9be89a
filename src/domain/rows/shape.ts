/** The names of the members of many alike objects, kept once for all of them. */

import type { Codec } from '../text/codec.ts';

export type Shape = {
  names: readonly string[];
  /** As JSON in UTF-8, with what follows: `"iou":`. */
  keys: readonly Uint8Array[];
};

export type Shapes = { of: (names: readonly string[]) => Shape | undefined };

/** Objects that are all different have nothing to share. */
const MOST_SHAPES = 1000;

/** A shape for each list of names that came; none for a list with a name twice, or where there are too many. */
export function createShapes(codec: Codec): Shapes {
  const shapes = new Map<string, Shape | undefined>();
  return {
    of: (names) => {
      const list = JSON.stringify(names);
      const known = shapes.get(list);
      if (known !== undefined || shapes.has(list)) return known;
      if (shapes.size >= MOST_SHAPES) return undefined;
      const isUsable = new Set(names).size === names.length && !names.includes('__proto__');
      const keys = names.map((name) => codec.encode(`${JSON.stringify(name)}:`));
      const shape = isUsable ? { names, keys } : undefined;
      shapes.set(list, shape);
      return shape;
    },
  };
}
