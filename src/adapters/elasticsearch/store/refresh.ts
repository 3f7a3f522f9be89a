import type { Client } from '@elastic/elasticsearch';
import type { Attempt, ElasticsearchFailure } from '../../../domain/model/outcome.ts';
import { attempt, unfit } from '../errors.ts';

/**
 * Makes all documents written so far searchable.
 *
 * A shard whose primary is away counts as neither failed nor successful, and so does a replica without a node. The second
 * is usual in a cluster with fewer nodes than copies. After the first, a search on the new primary would not find what was
 * written, and the sweep would delete rows that are not outdated.
 *
 * @param index names of indices or aliases
 * @returns `unavailable` if a shard could not be refreshed
 */
export async function refresh(client: Client, index: readonly string[]): Promise<Attempt<void>> {
  const missed = await refreshOnce(client, index);
  if (missed.type !== 'ok') return missed;
  if (missed.value <= 0) return DONE;
  const health = await attempt(() => client.cluster.health({ index: [...index] }));
  // Without the privilege to see the cluster's health, the answer to the refresh must do.
  if (health.type === 'forbidden') return DONE;
  if (health.type !== 'ok') return health;
  const { status, unassigned_shards: unassigned, initializing_shards: initializing } = health.value;
  if (status === 'red') return SHARDS_AWAY;
  // Again, now that the number of missing copies is known: with a primary, all copies of its shard are missed.
  const again = await refreshOnce(client, index);
  if (again.type !== 'ok') return again;
  return again.value <= unassigned + initializing ? DONE : SHARDS_AWAY;
}

/** @returns how many copies of shards were not refreshed */
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
