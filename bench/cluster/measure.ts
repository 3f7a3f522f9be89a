/** One ingest into one cluster, with fresh indices that are taken away afterwards. */

import { readFile } from 'node:fs/promises';
import type { Cluster } from '../../test/cluster/cluster.ts';
import { createProgramPlace, jsonIn } from '../../test/cluster/program.ts';
import { processorSeconds } from '../../test/soak/process-figures.ts';
import { request } from '../../test/support/dump.ts';
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
    await prepareIndices(url, prefix, { shards, replicas }, () => place.ask('setup-indices'));
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
    const found = await request<object>(url, `${prefix}-*?filter_path=*.aliases`);
    if (Object.keys(found).length > 0) await request(url, Object.keys(found).join(','), 'DELETE');
    await request(url, `_index_template/${prefix}-*`, 'DELETE');
    await place.remove();
  }
}

/** The images in so many shards: their index is made before the setup, which takes it as it is. */
async function prepareIndices(
  url: string,
  prefix: string,
  { shards, replicas }: { shards: number; replicas: number },
  setUp: () => Promise<unknown>,
): Promise<void> {
  const file = new URL('../../mappings/images/v1.json', import.meta.url);
  const { settings, mappings } = JSON.parse(await readFile(file, 'utf8')) as {
    settings: { index: object };
    mappings: object;
  };
  // Sizes would be ten seconds old.
  const fresh = { 'store.stats_refresh_interval': '0s' };
  const index = { ...settings.index, ...fresh, number_of_shards: shards };
  await request(url, `${prefix}-images-v1`, 'PUT', { settings: { index }, mappings });
  await setUp();
  await request(url, `${prefix}-*/_settings`, 'PUT', {
    index: { auto_expand_replicas: false, number_of_replicas: replicas },
  });
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
