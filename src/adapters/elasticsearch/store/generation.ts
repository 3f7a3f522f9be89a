import type { Client } from '@elastic/elasticsearch';
import { RUN_INDICES } from '../../../domain/documents/document.ts';
import type { Attempt } from '../../../domain/outcome.ts';
import { aliasOf } from '../../../domain/provision/names.ts';
import { attempt, unfit } from '../errors.ts';

/** The identities of the physical indices of runs: Elasticsearch gives an index that is made anew another one. */
export async function generation(client: Client, prefix: string): Promise<Attempt<string>> {
  const index = RUN_INDICES.map((name) => aliasOf(prefix, name));
  const found = await attempt(() =>
    client.indices.getSettings({ index, name: 'index.uuid', flat_settings: true }),
  );
  if (found.type !== 'ok') return found;
  const uuids = Object.values(found.value ?? {}).map(
    ({ settings }) => (settings as Record<string, string>)['index.uuid'],
  );
  if (uuids.length < RUN_INDICES.length) return unfit('settings');
  return { type: 'ok', value: uuids.toSorted((a = '', b = '') => (a < b ? -1 : 1)).join(' ') };
}
