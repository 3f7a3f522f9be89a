import type { Client } from '@elastic/elasticsearch';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { JsonObject } from '../../domain/indices/mapping-file.ts';
import { attempt } from './errors.ts';

/** Points an alias to an index, or replaces what it says about that index. */
export function putAlias(
  client: Client,
  { name, index, body }: { name: string; index: string; body: JsonObject },
): Promise<Attempt<unknown>> {
  return attempt(() => client.indices.putAlias({ name, index, ...body }));
}
