import { isRecord } from '../domain/model/is-record.ts';

type Tree = Record<string, unknown>;

/** The value at a dotted key; undefined if there is none. */
export function valueAt(tree: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((at, part) => (isRecord(at) && Object.hasOwn(at, part) ? at[part] : undefined), tree);
}

/** Nested objects from values at dotted keys. The keys are names of settings, never input. */
export function toTree(values: Iterable<readonly [string, unknown]>): Tree {
  const tree: Tree = {};
  for (const [key, value] of values) {
    const sections = key.split('.');
    const last = sections.pop() ?? key;
    let at = tree;
    for (const section of sections) {
      const next = at[section];
      const child = isRecord(next) ? next : {};
      at[section] = child;
      at = child;
    }
    at[last] = value;
  }
  return tree;
}
