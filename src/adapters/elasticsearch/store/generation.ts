import type { Client } from '@elastic/elasticsearch';
import { isRare } from '../../../domain/indices/backfill.ts';
import { RUN_INDICES } from '../../../domain/documents/document.ts';
import type { Attempt } from '../../../domain/model/outcome.ts';
import { aliasOf } from '../../../domain/indices/names.ts';
import type { Generation } from '../../../ingest/ports/store.ts';
import { attempt, unfit } from '../errors.ts';

/**
 * The identities of the physical indices of runs: an index that is deleted and recreated has another one. The same
 * request shows whether an unfinished backfill has left its refresh interval.
 */
export async function generation(client: Client, prefix: string): Promise<Attempt<Generation>> {
  const index = RUN_INDICES.map((name) => aliasOf(prefix, name));
  const found = await attempt(() =>
    client.indices.getSettings({
      index,
      name: ['index.uuid', 'index.refresh_interval'],
      flat_settings: true,
    }),
  );
  if (found.type !== 'ok') return found;
  const all = Object.values(found.value ?? {}).map(({ settings }) => settings as Record<string, string>);
  const uuids = all.map((settings) => settings['index.uuid']);
  if (uuids.length < RUN_INDICES.length) return unfit('settings');
  const id = uuids.toSorted((a = '', b = '') => (a < b ? -1 : 1)).join(' ');
  return {
    type: 'ok',
    value: { id, isRare: all.some((settings) => isRare(settings['index.refresh_interval'])) },
  };
}
