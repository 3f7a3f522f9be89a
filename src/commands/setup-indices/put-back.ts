/** Resets the refresh interval that a killed backfill has left. */

import type { RefreshInterval } from '../../ingest/ports/store.ts';
import type { SetupIndicesResult } from './setup-indices.ts';

/** @returns the outcome of the setup, in which a reset index counts as updated */
export async function putBackAfter(
  setup: SetupIndicesResult,
  refreshInterval: Pick<RefreshInterval, 'putBack'>,
): Promise<SetupIndicesResult> {
  if (setup.type !== 'done') return setup;
  const back = await refreshInterval.putBack();
  if (back.type !== 'ok')
    return {
      ...back,
      reason: `Could not look after refresh_interval of the indices of rows: ${back.reason}`,
    };
  const changes = setup.changes.map((change) =>
    change.kind === 'index' && change.action === 'unchanged' && back.value.includes(change.id)
      ? { ...change, action: 'updated' as const }
      : change,
  );
  return { type: 'done', changes };
}
