/** Turns zod's issues into problems and warnings that the author of a file understands. */

import type { z } from 'zod';
import { nearest } from '../../model/nearest.ts';
import type { Path, Problem } from '../../model/problem.ts';
import { shorten } from '../../model/shorten.ts';

export type Checked = { problems: Problem[]; warnings: Problem[] };

/**
 * Checks a value against a schema of the format.
 *
 * Keys that the schema does not name are warnings, because the format keeps them; everything else is a problem. Schemas
 * transform nothing, so a value without problems has the type of the schema.
 */
export function check(schema: z.ZodType, value: unknown, at: Path = []): Checked {
  const result = schema.safeParse(value, { reportInput: false });
  const checked: Checked = { problems: [], warnings: [] };
  if (result.success) return checked;
  for (const issue of result.error.issues) collect(issue, value, at, schema, checked);
  return checked;
}

type Issue = z.core.$ZodIssue;

function collect(issue: Issue, root: unknown, at: Path, schema: z.ZodType, into: Checked): void {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const place = [...at, ...path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    for (const key of issue.keys)
      into.warnings.push({ path: [...place, key], message: unknownKey(key, known) });
    return;
  }
  if (issue.code === 'invalid_union') {
    const value = valueAt(root, path);
    const branch = issue.errors.find((issues) => !issues.some((inner) => isWrongKind(inner)));
    if (branch === undefined) {
      into.problems.push({
        path: place,
        message:
          value === undefined ? 'is required' : `expected an object or a list, found ${describe(value)}`,
      });
      return;
    }
    for (const inner of branch)
      collect({ ...inner, path: [...issue.path, ...inner.path] }, root, at, schema, into);
    return;
  }
  into.problems.push({ path: place, message: message(issue, valueAt(root, path)) });
}

/** The branch of a union that the author did not mean fails at its root. */
function isWrongKind(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  const hint = meant === undefined ? '' : `: did you mean "${meant}"?`;
  return `"${shorten(key)}" is not a key of the format, so nothing reads it${hint}`;
}

function message(
  issue: Exclude<Issue, { code: 'unrecognized_keys' | 'invalid_union' }>,
  value: unknown,
): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? 'is required'
        : `expected ${article(issue.expected)}, found ${describe(value)}`;
    case 'invalid_value':
      return value === undefined
        ? 'is required'
        : `expected ${issue.values.map((allowed) => JSON.stringify(allowed)).join(' or ')}, found ${describe(value)}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must be at least ${String(issue.minimum)}, found ${describe(value)}`;
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${String(issue.maximum)} characters`;
      return `must be at most ${String(issue.maximum)}, found ${describe(value)}`;
    case 'custom': {
      if (value === undefined) return 'is required';
      return issue.params?.['expected'] === undefined
        ? issue.message
        : `${issue.message}, found ${describe(value)}`;
    }
    case 'invalid_key':
      return 'has a name that is empty or longer than 1000 characters';
    default:
      return issue.message;
  }
}

const KINDS: Record<string, string> = {
  record: 'an object',
  object: 'an object',
  array: 'a list',
  int: 'a whole number',
};

function article(expected: string): string {
  return KINDS[expected] ?? `a ${expected}`;
}

/** A value in a sentence, with a hint at a common mistake. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') {
    const shown = JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    return value.trim() !== '' && Number.isFinite(Number(value))
      ? `the text ${shown} (without quotes it is a number)`
      : `the text ${shown}`;
  }
  return typeof value === 'function' || typeof value === 'symbol'
    ? typeof value
    : `${value as number | bigint | boolean}`;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The keys that the schema names at a path; through records and lists, to their elements. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let nodes: z.core.$ZodType[] = [schema];
  for (const key of path) nodes = nodes.flatMap((node) => step(unwrap(node), key));
  return nodes.flatMap((node) => unwrap(node)).flatMap((node) => Object.keys(definition(node).shape ?? {}));
}

type Definition = {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  options?: z.core.$ZodType[];
};

function definition(node: z.core.$ZodType): Definition {
  return node._zod.def;
}

function unwrap(node: z.core.$ZodType): z.core.$ZodType[] {
  const { type, innerType, options } = definition(node);
  if ((type === 'optional' || type === 'nullable') && innerType !== undefined) return unwrap(innerType);
  if (type === 'union' && options !== undefined) return options.flatMap(unwrap);
  return [node];
}

function step(nodes: z.core.$ZodType[], key: string | number): z.core.$ZodType[] {
  return nodes.flatMap((node) => {
    const { shape, element, valueType } = definition(node);
    if (typeof key === 'number') return element === undefined ? [] : [element];
    const member = shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : valueType;
    return member === undefined ? [] : [member];
  });
}
