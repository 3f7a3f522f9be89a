/** What each copy of each shard holds: a search sees one copy of each, and takes turns. */

import { request } from '../support/dump.ts';

type ShardStats = {
  docs: { count: number };
  seq_no?: { max_seq_no: number; local_checkpoint: number };
};

type Stats = { indices: Record<string, { shards: Record<string, ShardStats[]> }> };

/** One sentence for each shard whose copies are not alike, or are fewer than wanted. */
export async function unlikeCopies(url: string, prefix: string, wanted: number): Promise<string[]> {
  await request(url, `${prefix}-*/_refresh`, 'POST');
  const { indices } = await request<Stats>(url, `${prefix}-*/_stats/docs?level=shards`);
  return Object.entries(indices).flatMap(([index, { shards }]) =>
    Object.entries(shards).flatMap(([shard, copies]) => {
      const counts = copies.map(({ docs }) => docs.count);
      const isAlike = counts.length === wanted && new Set(counts).size === 1;
      return isAlike ? [] : [`Shard ${shard} of ${index} has copies of ${counts.join(', ')} documents.`];
    }),
  );
}
