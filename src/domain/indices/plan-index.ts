import { type ActualState, indicesBehind } from './actual.ts';
import { canonical } from './canonical.ts';
import type { DesiredAlias, DesiredIndex } from './desired.ts';
import type { JsonObject } from './mapping-file.ts';
import type { Step } from './step.ts';

const unchanged = { action: 'unchanged', operation: { type: 'none' } } as const;

function missingAliases({ alias, seededAliases }: DesiredIndex, actual: ActualState): DesiredAlias[] {
  return [alias, ...seededAliases].filter(({ name }) => indicesBehind(actual, name).length === 0);
}

/** The step for the index and its missing aliases. An existing index needs no change: there is no conflict. */
export function planIndex(desired: DesiredIndex, actual: ActualState): Step {
  const { name, settings, mappings } = desired.physical;
  const change = { kind: 'index', id: name } as const;
  if (Object.hasOwn(actual.indices, name)) return { ...change, ...unchanged };
  const aliases = Object.fromEntries(
    missingAliases(desired, actual).map((alias): [string, JsonObject] => [alias.name, alias.body]),
  );
  return {
    ...change,
    action: 'created',
    operation: { type: 'create-index', name, settings, mappings, aliases },
  };
}

/** The steps for the aliases. The alias for reading and writing is corrected; an existing seeded alias is kept. */
export function planAliases(desired: DesiredIndex, actual: ActualState): Step[] {
  const index = desired.physical.name;
  const missing = missingAliases(desired, actual);
  return [desired.alias, ...desired.seededAliases].map((alias): Step => {
    const { name, body } = alias;
    const change = { kind: 'alias', id: name } as const;
    if (missing.includes(alias)) {
      const operation = Object.hasOwn(actual.indices, index)
        ? ({ type: 'put-alias', name, index, body } as const)
        : ({ type: 'with-index', index } as const);
      return { ...change, action: 'created', operation };
    }
    const asWanted = canonical(actual.indices[index]?.aliases[name]) === canonical(body);
    if (alias !== desired.alias || asWanted) return { ...change, ...unchanged };
    return { ...change, action: 'updated', operation: { type: 'put-alias', name, index, body } };
  });
}
