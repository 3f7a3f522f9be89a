/**
 * Image rows per second into clusters of 1, 2 and 3 servers of this machine, with and without replicas.
 *
 *   npm run bench:cluster -- [--rows 30000] [--files 6] [--rounds 3] [--nodes 1,2,3] [--heap 512] [--version 9.2.8]
 *                            [--seconds 100000]
 *
 * After so many seconds nothing more is begun, and what there is is told.
 * All servers share the cores of one machine: the table shows what a cluster costs, not what it brings. All clusters run
 * at the same time, so that the rounds can take turns; those that wait do next to nothing. Linux only; the program must have
 * been built.
 */

import { parseArgs } from 'node:util';
import { cpus } from 'node:os';
import { startCluster, type Cluster } from '../test/cluster/cluster.ts';
import { measure, type Arrangement, type Measured } from './cluster/measure.ts';
import { count, counts } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { table, writeResults } from './support/report.ts';
import { median } from './support/statistics.ts';
import { tell } from './support/with-server.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '30000' },
    files: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    nodes: { type: 'string', default: '1,2,3' },
    heap: { type: 'string', default: '512' },
    version: { type: 'string', default: '9.2.8' },
    seconds: { type: 'string', default: '100000' },
  },
});
const files = count('files', values.files);
const rows = Math.ceil(count('rows', values.rows) / files) * files;
const rounds = count('rounds', values.rounds);
const sizes = counts('nodes', values.nodes);
const heapMegabytes = count('heap', values.heap);
const until = performance.now() + count('seconds', values.seconds) * 1000;
const { version } = values;

/** One shard, as the product sets it up; and one per node, so that all of them index. */
const arrangements = sizes.flatMap((nodes): Arrangement[] =>
  [...new Set([1, nodes])].flatMap((shards) =>
    (nodes === 1 ? [0] : [0, 1]).map((replicas) => ({ nodes, shards, replicas })),
  ),
);

const clusters = new Map<number, Cluster>();

function stopAll() {
  return Promise.all([...clusters.values()].map((cluster) => cluster.stop()));
}

for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => void stopAll().finally(() => process.exit(130)));

const results = arrangements.map((arrangement) => ({ arrangement, rounds: [] as Measured[] }));
try {
  for (const nodes of sizes) {
    tell(`Starting ${nodes} of Elasticsearch ${version}.`);
    clusters.set(nodes, await startCluster(nodes, { version, heapMegabytes, name: `of${nodes}n` }));
  }
  for (const cluster of clusters.values()) {
    // The first requests of a server are slow.
    tell('Warming up.');
    await measure(cluster, { nodes: 0, shards: 1, replicas: 0 }, { rows: 2000, files: 1 });
  }
  for (let round = 1; round <= rounds; round += 1)
    for (const { arrangement, rounds: measured } of results) {
      const cluster = clusters.get(arrangement.nodes);
      if (cluster === undefined || performance.now() > until) continue;
      const one = await measure(cluster, arrangement, { rows, files });
      measured.push(one);
      tell(`Round ${round}: ${JSON.stringify(arrangement)} ${one.seconds.toFixed(1)} s`);
    }
} finally {
  await stopAll();
}

const taken = results.filter(({ rounds: measured }) => measured.length > 0);
const [first] = taken;
const fewest = Math.min(...taken.map(({ rounds: measured }) => measured.length));
const lines = taken.map(({ arrangement: { nodes, shards, replicas }, rounds: measured }) => {
  const of = (value: (one: Measured) => number) => median(measured.map(value));
  const ratios = measured.map((one, n) => (first?.rounds[n]?.seconds ?? NaN) / one.seconds);
  const speeds = measured.map(({ seconds }) => Math.round(rows / seconds));
  return [
    `${nodes}`,
    shards,
    replicas,
    rows / of(({ seconds }) => seconds),
    `${Math.min(...speeds)} to ${Math.max(...speeds)}`,
    median(ratios),
    (of(({ programSeconds }) => programSeconds) * 1e6) / rows,
    (of(({ serverSeconds }) => serverSeconds) * 1e6) / rows,
    of(({ bytes }) => bytes) / rows,
  ];
});
const path = writeResults('cluster', {
  machine: describeMachine(`Elasticsearch ${version}`),
  rows,
  files,
  heapMegabytes,
  results,
});
process.stdout.write(
  `${table(
    [
      'nodes',
      'shards',
      'replicas',
      'rows/s',
      'rounds',
      'ratio',
      'runlens µs/row',
      'servers µs/row',
      'bytes/row',
    ],
    lines,
  )}\n` +
    `${rows} image rows in ${files} files, from the start of "ingest" to its end; medians of at least ${fewest} rounds. ` +
    `All servers share ${cpus().length} cores: this is what a cluster costs, not how it scales.\n` +
    `All rounds: ${path}\n`,
);
