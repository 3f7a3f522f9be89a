import type { Client } from '@elastic/elasticsearch';
import type { Attempt, ElasticsearchFailure } from '../../../domain/model/outcome.ts';
import { attempt, unfit } from '../errors.ts';

/**
 * Makes what was written so far findable, in all shards; fails as `unavailable` where one did not.
 *
 * A shard whose primary is away counts as neither failed nor successful, and so does a copy that has no node at all. The
 * second is usual, where a cluster has fewer nodes than its indices want; after the first, a search on the copy that
 * takes over would not find what was written, and the sweep would take rows for outdated that are not.
 *
 * @param index names of indices or aliases
 */
export async function refresh(client: Client, index: readonly string[]): Promise<Attempt<void>> {
  const missed = await refreshOnce(client, index);
  if (missed.type !== 'ok') return missed;
  if (missed.value <= 0) return DONE;
  const health = await attempt(() => client.cluster.health({ index: [...index] }));
  // Whoever may not look at the cluster has no more than the answers to go by.
  if (health.type === 'forbidden') return DONE;
  if (health.type !== 'ok') return health;
  const { status, unassigned_shards: unassigned, initializing_shards: initializing } = health.value;
  if (status === 'red') return SHARDS_AWAY;
  // Once more, now that it is known how many copies there are to be missed: a primary that goes takes all of its shard along.
  const again = await refreshOnce(client, index);
  if (again.type !== 'ok') return again;
  return again.value <= unassigned + initializing ? DONE : SHARDS_AWAY;
}

/** @returns how many copies of shards have not been refreshed */
async function refreshOnce(client: Client, index: readonly string[]): Promise<Attempt<number>> {
  const refreshed = await attempt(() => client.indices.refresh({ index: [...index] }));
  if (refreshed.type !== 'ok') return refreshed;
  const shards = (refreshed.value as Partial<typeof refreshed.value> | undefined)?._shards;
  if (shards === undefined) return unfit('shards');
  return shards.failed > 0 ? SHARDS_AWAY : { type: 'ok', value: shards.total - shards.successful };
}

const DONE = { type: 'ok', value: undefined } as const;

const SHARDS_AWAY: ElasticsearchFailure = {
  type: 'unavailable',
  reason: 'Elasticsearch could not refresh all shards of an index.',
};
