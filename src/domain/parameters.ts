/** The many shapes of hyperparameters, made into one flat list of names and values. */

/** A hyperparameter with the whole of its path as name: `optim.lr`. Lists are one value, as JSON text. */
export type Parameters = ReadonlyMap<string, string | number | boolean>;

/**
 * Flattens nested parameters: `{optim: {lr: 0.1, betas: [0.9, 0.999]}}` → `optim.lr` 0.1, `optim.betas` "[0.9,0.999]".
 *
 * Nothing is dropped but `null`. Numbers that Elasticsearch cannot hold (not finite, or beyond 2^53) become text.
 */
export function flattenParameters(parameters: Record<string, unknown>): Parameters {
  const flat = new Map<string, string | number | boolean>();
  const visit = (value: unknown, name: string): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, name === '' ? key : `${name}.${key}`);
      return;
    }
    flat.set(name, leaf(value));
  };
  visit(parameters, '');
  return flat;
}

/** A copy that every JSON parser can read: what is not finite, or too large for a double, becomes text. */
export function portable(value: unknown): unknown {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)))
    return String(value);
  if (Array.isArray(value)) return value.map(portable);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, portable(member)]));
  }
  return value;
}

/** What differs between two runs' parameters, by name, sorted. */
export type ParameterChange = { name: string; before?: string; after?: string };

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

function leaf(value: unknown): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(portable(value));
}
