import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { JsonObject } from '../../domain/indices/mapping-file.ts';
import { attempt } from './errors.ts';

/**
 * Creates an index and its aliases in one step.
 *
 * @returns `already-exists` if another process has created it first
 */
export async function createIndex(
  client: Client,
  request: {
    name: string;
    settings: JsonObject;
    mappings: JsonObject;
    aliases: Readonly<Record<string, JsonObject>>;
  },
): Promise<Attempt<'created' | 'already-exists'>> {
  const { name, settings, mappings, aliases } = request;
  const created = await attempt(() => client.indices.create({ index: name, settings, mappings, aliases }));
  if (created.type === 'ok') return { type: 'ok', value: 'created' };
  return created.exception === 'resource_already_exists_exception'
    ? { type: 'ok', value: 'already-exists' }
    : created;
}
