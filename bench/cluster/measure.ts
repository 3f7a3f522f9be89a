/** One ingest into one cluster, with fresh indices that are taken away afterwards. */

import type { Cluster } from '../../test/cluster/cluster.ts';
import { createProgramPlace, jsonIn } from '../../test/cluster/program.ts';
import { processorSeconds } from '../../test/soak/process-figures.ts';
import { request } from '../../test/support/dump.ts';
import { makeOwnIndices, removeIndices } from '../support/own-indices.ts';
import { runToEnd } from '../support/run-to-end.ts';
import { writeRunFile } from '../support/rows.ts';

export type Arrangement = { nodes: number; shards: number; replicas: number };

export type Measured = {
  seconds: number;
  /** Of the program, and of all members together. */
  programSeconds: number;
  serverSeconds: number;
  /** Of the image rows, on all members together. */
  bytes: number;
  /** Of all shards together. */
  copies: number;
};

/** Throws when not all rows have arrived, in all copies. */
export async function measure(
  cluster: Cluster,
  { shards, replicas }: Arrangement,
  { rows, files }: { rows: number; files: number },
): Promise<Measured> {
  const place = await createProgramPlace(cluster.urls);
  const { prefix } = place;
  const url = cluster.urls[0] ?? '';
  try {
    const perFile = Math.ceil(rows / files);
    for (let n = 0; n < files; n += 1)
      await writeRunFile(place.folder, { id: `run-${n}`, project: 'bench', rows: perFile, form: 'inline' });
    await makeOwnIndices(url, prefix, { images: shards });
    await place.ask('setup-indices');
    await request(url, `${prefix}-*/_settings`, 'PUT', {
      index: { auto_expand_replicas: false, number_of_replicas: replicas },
    });
    await cluster.green();
    const pids = cluster.members.flatMap(({ server }) => server.pids());
    const used = () => pids.reduce((sum, pid) => sum + processorSeconds(pid), 0);
    const before = used();
    const finished = await runToEnd(place.start('ingest', '--format', 'json', 'ingest', place.folder));
    const serverSeconds = used() - before;
    const said = jsonIn(finished.said) as { documents?: { images: number } } | undefined;
    if (finished.code !== 0 || said?.documents?.images !== perFile * files)
      throw new Error(`ingest ended with ${finished.code}: ${finished.said.slice(-1000)}`);
    const { copies, bytes } = await inAllCopies(url, `${prefix}-images`, perFile * files);
    if (copies !== shards * (replicas + 1)) throw new Error(`There are ${copies} copies of shards.`);
    const { seconds, processorSeconds: programSeconds } = finished;
    return { seconds, programSeconds, serverSeconds, bytes, copies };
  } finally {
    await removeIndices(url, prefix);
    await place.remove();
  }
}

type ShardStats = { docs: { count: number }; store: { size_in_bytes: number } };

/** Looks at each copy of each shard: a search sees one of them only. */
async function inAllCopies(
  url: string,
  index: string,
  rows: number,
): Promise<{ copies: number; bytes: number }> {
  await request(url, `${index}/_refresh`, 'POST');
  await request(url, `${index}/_flush?force=true&wait_if_ongoing=true`, 'POST');
  const { indices } = await request<{ indices: Record<string, { shards: Record<string, ShardStats[]> }> }>(
    url,
    `${index}/_stats/docs,store?level=shards`,
  );
  const shards = Object.values(indices).flatMap((each) => Object.values(each.shards));
  for (const [n, copies] of shards.entries())
    if (new Set(copies.map(({ docs }) => docs.count)).size > 1)
      throw new Error(`The copies of shard ${n} of ${index} do not hold the same number of rows.`);
  const found = shards.reduce((sum, [copy]) => sum + (copy?.docs.count ?? 0), 0);
  if (found !== rows) throw new Error(`${found} of ${rows} rows are in ${index}.`);
  const all = shards.flat();
  return { copies: all.length, bytes: all.reduce((sum, { store }) => sum + store.size_in_bytes, 0) };
}
