type Tree = { [key: string]: unknown };

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a dotted key, `undefined` where there is none. */
export function valueAt(tree: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((at, part) => (isTree(at) && Object.hasOwn(at, part) ? at[part] : undefined), tree);
}

/** Nested objects from values at dotted keys. The keys are our own, never from outside. */
export function toTree(values: Iterable<readonly [string, unknown]>): Tree {
  const tree: Tree = {};
  for (const [key, value] of values) {
    const sections = key.split('.');
    const last = sections.pop() ?? key;
    let at = tree;
    for (const section of sections) {
      const next = at[section];
      const child = isTree(next) ? next : {};
      at[section] = child;
      at = child;
    }
    at[last] = value;
  }
  return tree;
}
