import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { JsonObject } from '../../domain/indices/mapping-file.ts';
import { attempt } from './errors.ts';

/** Creates or replaces an index template. */
export function putTemplate(client: Client, name: string, body: JsonObject): Promise<Attempt<unknown>> {
  return attempt(() => client.indices.putIndexTemplate({ name, ...body }));
}
