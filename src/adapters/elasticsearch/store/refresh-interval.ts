import type { Client } from '@elastic/elasticsearch';
import { isRare, RARE_REFRESH_INTERVAL, ROW_INDICES } from '../../../domain/indices/backfill.ts';
import type { Attempt } from '../../../domain/model/outcome.ts';
import { aliasOf } from '../../../domain/indices/names.ts';
import type { RefreshInterval } from '../../../ingest/ports/store.ts';
import { attempt, unfit } from '../errors.ts';

const SETTING = 'index.refresh_interval';

/** The setting of the indices of one prefix. */
export function createRefreshInterval(client: Client, prefix: string): RefreshInterval {
  const aliases = ROW_INDICES.map((index) => aliasOf(prefix, index));
  return {
    hasNoRows: async () => {
      const counted = await attempt(() => client.count({ index: aliases, terminate_after: 1 }));
      if (counted.type !== 'ok') return counted;
      const { count } = counted.value as Partial<typeof counted.value>;
      return count === undefined ? unfit('count') : { type: 'ok', value: count === 0 };
    },
    // An existing value is preserved, even one that is set at this very moment.
    makeRare: () => put(client, aliases, RARE_REFRESH_INTERVAL, true),
    putBack: async () => {
      const found = await attempt(() =>
        client.indices.getSettings({
          index: aliases,
          name: SETTING,
          flat_settings: true,
          // If one was deleted, the other one is put back all the same.
          ignore_unavailable: true,
        }),
      );
      if (found.type !== 'ok') return found;
      const rare = Object.entries(found.value ?? {}).flatMap(([name, { settings }]) =>
        isRare(settings?.[SETTING]) ? name : [],
      );
      if (rare.length === 0) return { type: 'ok', value: rare };
      const done = await put(client, rare, null);
      return done.type === 'ok' ? { type: 'ok', value: rare } : done;
    },
  };
}

async function put(
  client: Client,
  index: string[],
  value: string | null,
  preserve = false,
): Promise<Attempt<void>> {
  const settings = { [SETTING]: value };
  const done = await attempt(() =>
    client.indices.putSettings({ index, settings, ...(preserve && { preserve_existing: true }) }),
  );
  if (done.type !== 'ok') return done;
  // Without an acknowledgement it may still take effect. Asking again shows that.
  const isDone = (done.value as Partial<typeof done.value> | undefined)?.acknowledged === true;
  return isDone ? { type: 'ok', value: undefined } : unfit('acknowledgement');
}
