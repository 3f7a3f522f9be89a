import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { ActualIndex } from '../../domain/indices/actual.ts';
import type { JsonObject } from '../../domain/indices/mapping-file.ts';
import { attempt } from './errors.ts';

/**
 * The indices that match any of the names.
 *
 * @param names of indices or aliases, with `*` as a wildcard
 * @returns mappings and aliases by the name of the index
 */
export function readIndices(
  client: Client,
  names: readonly string[],
): Promise<Attempt<Record<string, ActualIndex>>> {
  return attempt(async () => {
    const found = await client.indices.get({
      index: [...names],
      features: ['mappings', 'aliases'],
      expand_wildcards: 'all',
      ignore_unavailable: true,
      allow_no_indices: true,
    });
    return Object.fromEntries(
      Object.entries(found).map(([name, { mappings = {}, aliases = {} }]) => [
        name,
        {
          mappings: mappings as unknown as JsonObject,
          aliases: aliases as unknown as Record<string, JsonObject>,
        },
      ]),
    );
  });
}
