import type { Path } from '../../domain/model/problem.ts';
import { walk } from './walk.ts';

/** A value that is looked for, or that leads to one. */
type Wanted = { steps: Map<string | number, Wanted>; offset: number | undefined };

/**
 * Where in a JSON text the values at these paths begin, in UTF-16 units; for a path that leads nowhere, where the
 * last value on the way begins. Undefined if the text has no value at all, or is too large to look.
 */
export function findOffsets(text: string, paths: readonly Path[]): (number | undefined)[] {
  const root: Wanted = { steps: new Map(), offset: undefined };
  for (const path of paths) want(root, path);
  if (paths.length > 0) fillIn(text, root);
  return paths.map((path) => lastOffset(root, path));
}

function want(root: Wanted, path: Path): void {
  let node = root;
  for (const step of path) {
    let next = node.steps.get(step);
    if (next === undefined) {
      next = { steps: new Map(), offset: undefined };
      node.steps.set(step, next);
    }
    node = next;
  }
}

function lastOffset(root: Wanted, path: Path): number | undefined {
  let node: Wanted | undefined = root;
  let { offset } = root;
  for (const step of path) {
    node = node.steps.get(step);
    if (node?.offset === undefined) break;
    offset = node.offset;
  }
  return offset;
}

/** Walks the text once, along with the wanted nodes; containers that nothing is wanted in are passed over. */
function fillIn(text: string, root: Wanted): void {
  const containers: { wanted: Wanted; step: string | number }[] = [];
  const found = (offset: number): Wanted | undefined => {
    const container = containers.at(-1);
    const node = container === undefined ? root : container.wanted.steps.get(container.step);
    if (node !== undefined) node.offset ??= offset;
    return node;
  };
  const enter = (offset: number, step: string | number): boolean => {
    const node = found(offset);
    // Left again by the end of the container, which the visitor tells also of those passed over.
    containers.push({ wanted: node ?? { steps: new Map(), offset }, step });
    return node !== undefined && node.steps.size > 0;
  };
  walk(text, {
    onObjectBegin: (offset) => enter(offset, ''),
    onArrayBegin: (offset) => enter(offset, 0),
    onObjectEnd: () => void containers.pop(),
    onArrayEnd: () => void containers.pop(),
    onObjectProperty: (name) => {
      const container = containers.at(-1);
      if (container) container.step = name;
    },
    onSeparator: (character) => {
      const container = containers.at(-1);
      if (character === ',' && typeof container?.step === 'number') container.step += 1;
    },
    onLiteralValue: (_value, offset) => void found(offset),
  });
}
