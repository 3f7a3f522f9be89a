/**
 * Bytes on the disk of everything that is stored: per image row by the number of its metrics, per run, score, point of a
 * series and entry of the ledger; as it is after ingesting, and merged to one segment.
 *
 *   npm run bench:sizes -- [--rows 20000] [--runs 1000] [--points 20000]
 *
 * Uses the Elasticsearch at ELASTICSEARCH_URL, or one of its own. The program must have been built.
 */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { INDEX_NAMES, type IndexName } from '../src/domain/indices/names.ts';
import { request } from '../test/support/dump.ts';
import { imageRows, plainRuns, seriesPoints, type Shape } from './sizes/shapes.ts';
import { count } from './support/arguments.ts';
import { describeMachine } from './support/machine.ts';
import { makeOwnIndices, removeIndices } from './support/own-indices.ts';
import { table, writeResults } from './support/report.ts';
import { tell, withServer } from './support/with-server.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    runs: { type: 'string', default: '1000' },
    points: { type: 'string', default: '20000' },
  },
});
const rows = Math.ceil(count('rows', values.rows) / 10) * 10;
const runs = count('runs', values.runs);
const points = Math.ceil(count('points', values.points) / 100) * 100;

/** Each with the indices of which it says something. */
const shapes: readonly (readonly [Shape, readonly IndexName[]])[] = [
  [imageRows(rows, 1, true), ['images']],
  [imageRows(rows, 1), ['images']],
  [imageRows(rows, 3), ['images']],
  [imageRows(rows, 10), ['images']],
  [imageRows(rows, 30), ['images']],
  [plainRuns(runs), ['experiments', 'scores', 'files']],
  [seriesPoints(points), ['series']],
];

type Size = { documents: number; bytes: number };
type Sized = { shape: string; index: IndexName; documents: number; bytes: number; merged: number };

await withServer(async ({ url, version, workspace }) => {
  const sized: Sized[] = [];
  for (const [n, [shape, indices]] of shapes.entries()) {
    tell(`Measuring ${shape.name}.`);
    const prefix = workspace.newPrefix();
    const folder = join(workspace.folder, String(n));
    await shape.write(folder);
    await makeOwnIndices(url, prefix);
    const ran = await workspace.withPrefix(prefix, 'ingest', folder);
    if (ran.exitCode !== 0) throw new Error(`ingest ended with ${ran.exitCode}: ${ran.stderr}`);
    const before = await sizesOf(url, prefix);
    await request(url, `${prefix}-*/_forcemerge?max_num_segments=1`, 'POST');
    const after = await sizesOf(url, prefix);
    for (const index of indices) {
      const { documents, bytes } = before[index];
      sized.push({ shape: shape.name, index, documents, bytes, merged: after[index].bytes });
    }
    await removeIndices(url, prefix);
  }
  const path = writeResults('sizes', { machine: describeMachine(version), rows, runs, points, sized });
  process.stdout.write(
    `${table(
      ['index', 'documents', 'bytes each', 'merged', 'of'],
      sized.map(({ shape, index, documents, bytes, merged }) => [
        index,
        documents,
        bytes / documents,
        merged / documents,
        shape,
      ]),
    )}\n${path}\n`,
  );
});

async function sizesOf(url: string, prefix: string): Promise<Record<IndexName, Size>> {
  await request(url, `${prefix}-*/_flush?force=true&wait_if_ongoing=true`, 'POST');
  await request(url, `${prefix}-*/_refresh`, 'POST');
  type Stats = {
    indices: Record<string, { primaries: { docs: { count: number }; store: { size_in_bytes: number } } }>;
  };
  const { indices } = await request<Stats>(url, `${prefix}-*/_stats/docs,store`);
  const sizes = INDEX_NAMES.map((name): [IndexName, Size] => {
    const primaries = indices[`${prefix}-${name}-v1`]?.primaries;
    return [name, { documents: primaries?.docs.count ?? 0, bytes: primaries?.store.size_in_bytes ?? 0 }];
  });
  return Object.fromEntries(sizes) as Record<IndexName, Size>;
}
