type Tree = { [key: string]: unknown };

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a dotted key, `undefined` where there is none. */
export const valueAt = (tree: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>((at, part) => (isTree(at) && Object.hasOwn(at, part) ? at[part] : undefined), tree);

/** Nested objects from values at dotted keys. The keys are our own, never from outside. */
export const toTree = (values: Iterable<readonly [string, unknown]>): Tree => {
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
};
