import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { JsonObject } from '../../domain/indices/mapping-file.ts';
import { attempt } from './errors.ts';

/** The index templates whose names match the pattern, by name. */
export async function readTemplates(
  client: Client,
  pattern: string,
): Promise<Attempt<Record<string, JsonObject>>> {
  const found = await attempt(() => client.indices.getIndexTemplate({ name: pattern }));
  // No match is answered with 404.
  if (found.type === 'not-found') return { type: 'ok', value: {} };
  if (found.type !== 'ok') return found;
  const templates = found.value.index_templates.map(({ name, index_template }): [string, JsonObject] => [
    name,
    index_template as unknown as JsonObject,
  ]);
  return { type: 'ok', value: Object.fromEntries(templates) };
}
