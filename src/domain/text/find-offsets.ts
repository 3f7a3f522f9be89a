import type { Path } from '../model/problem.ts';
import { skipBlanks } from './read.ts';
import { readString } from './read-string.ts';
import { endOfWord } from './read-word.ts';
import { endOfString } from './scan.ts';

/** A value that is looked for, or that leads to one. */
type Wanted = { steps: Map<string | number, Wanted>; offset: number | undefined };

/**
 * Where in a text that `parseJson` accepts the values at these paths begin.
 *
 * @returns offsets in UTF-16 units; for a path that leads nowhere, where the last value on the way begins; undefined if
 *   the text has no value at all
 */
export function findOffsets(text: string, paths: readonly Path[]): (number | undefined)[] {
  const root: Wanted = { steps: new Map(), offset: undefined };
  for (const path of paths) want(root, path);
  if (paths.length > 0) visit(text, text.startsWith('\uFEFF') ? 1 : 0, root);
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

/**
 * Walks through the value after the blanks at `start`, along with the wanted nodes. Values in which nothing is wanted are
 * skipped.
 *
 * @returns the offset after the value
 */
function visit(text: string, start: number, node: Wanted | undefined): number {
  const at = skipBlanks(text, start, text.length);
  if (at === text.length) return at;
  if (node !== undefined) node.offset ??= at;
  if (node === undefined || node.steps.size === 0) return endOfValue(text, at);
  if (text[at] === '{') return visitMembers(text, at, node);
  return text[at] === '[' ? visitItems(text, at, node) : endOfValue(text, at);
}

function visitMembers(text: string, start: number, node: Wanted): number {
  let at = start;
  do {
    const key = skipBlanks(text, at + 1, text.length);
    const string = text[key] === '"' ? readString(text, key, text.length) : undefined;
    if (string?.type !== 'string') return key + 1;
    const colon = skipBlanks(text, string.end, text.length);
    at = skipBlanks(text, visit(text, colon + 1, node.steps.get(string.value)), text.length);
  } while (text[at] === ',');
  return at + 1;
}

function visitItems(text: string, start: number, node: Wanted): number {
  let at = start;
  let index = 0;
  do {
    const item = skipBlanks(text, at + 1, text.length);
    if (text[item] === ']') return item + 1;
    at = skipBlanks(text, visit(text, item, node.steps.get(index)), text.length);
    index += 1;
  } while (text[at] === ',');
  return at + 1;
}

function endOfValue(text: string, start: number): number {
  let at = start;
  let depth = 0;
  do {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      at = end === -1 ? text.length : end;
    } else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      at += 1;
    } else at = Math.max(at + 1, endOfWord(text, at, text.length));
  } while (depth > 0 && at < text.length);
  return at;
}
