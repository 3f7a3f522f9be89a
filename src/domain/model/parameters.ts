/** Hyperparameters of any shape as a flat list of names and values. */

import { compareText } from './compare-text.ts';

/** Hyperparameters by their path: `optim.lr`. A list is one value, as JSON text. */
export type Parameters = ReadonlyMap<string, string | number | boolean>;

/**
 * Flattens nested parameters: `{optim: {lr: 0.1, betas: [0.9, 0.999]}}` → `optim.lr` 0.1, `optim.betas` "[0.9,0.999]".
 *
 * Only `null` is dropped. Numbers that Elasticsearch cannot hold (not finite, or beyond 2^53) become text. Parameters with
 * the same path (`{a: {b: 1}, "a.b": 2}`) are distinguished by a number, and their order does not matter.
 */
export function flattenParameters(parameters: Record<string, unknown>): Parameters {
  const found: { name: string; path: string; value: unknown }[] = [];
  function visit(value: unknown, path: readonly string[]): void {
    if (value === null || value === undefined) return;
    const members = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
    for (const [key, member] of members) visit(member, [...path, key]);
    if (members.length === 0 && path.length > 0)
      found.push({ name: path.join('.'), path: JSON.stringify(path), value });
  }
  visit(parameters, []);
  const flat = new Map<string, string | number | boolean>();
  for (const { name, value } of found.toSorted(
    (a, b) => compareText(a.name, b.name) || compareText(a.path, b.path),
  )) {
    let free = name;
    for (let number = 2; flat.has(free); number += 1) free = `${name} (${number})`;
    flat.set(free, leaf(value));
  }
  return flat;
}

/**
 * A copy that every JSON parser can read: numbers that are not finite, or too large for a double, become text. Its keys
 * are sorted, so that equal values have equal text.
 */
export function portable(value: unknown): unknown {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)))
    return String(value);
  if (Array.isArray(value)) return value.map(portable);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
    return Object.fromEntries(entries.map(([key, member]) => [key, portable(member)]));
  }
  return value;
}

/** A parameter that differs between two runs, or that only one of them has. */
export type ParameterChange = { name: string; before?: string; after?: string };

/** The parameters that differ between two runs, sorted by name. */
export function changedParameters(before: Parameters, after: Parameters): ParameterChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    const [old, current] = [before.get(name), after.get(name)];
    if (old === current) return [];
    return [
      {
        name,
        ...(old !== undefined && { before: String(old) }),
        ...(current !== undefined && { after: String(current) }),
      },
    ];
  });
}

/** `name=value` of each, sorted: one field for charts over all names. */
export function pairs(parameters: Parameters): string[] {
  return [...parameters].map(([name, value]) => `${name}=${value}`).toSorted();
}

function leaf(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(portable(value));
}
