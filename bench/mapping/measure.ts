/** One variant, once: a fresh index, filled, asked, merged, asked again, and taken away. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { digest } from '../../src/adapters/digest.ts';
import { runKey } from '../../src/domain/documents/ids.ts';
import type { Bodies } from './bodies.ts';
import { badInManyRunsLatency, worstImagesLatency, type Latency } from './questions.ts';
import type { Recipe } from './recipe.ts';
import { ask, askJson, postAll, processorMilliseconds, type Server } from './server.ts';

export type Place = { server: Server; client: Client; prefix: string };

type State = {
  bytesPerRow: number;
  segments: number;
  /** Absent where nothing was asked. */
  latency?: { worstImages: Latency; badInManyRuns: Latency };
};

export type Measuring = { again: boolean; fields: boolean; questions: boolean };

export type Measured = {
  rowsPerSecond: number;
  /** Of the server, until all rows are searchable and merges at rest, in microseconds. */
  processorPerRow: number;
  filled: State;
  merged: State;
  /** The same rows once more, over those that are there; absent unless asked for. */
  againPerSecond?: number;
  againProcessorPerRow?: number;
  fields?: Record<string, number>;
};

export function aliasOfPlace({ prefix }: Place): string {
  return `${prefix}-images`;
}

/** Sizes are ten seconds old otherwise, which is long after the merge. */
const sizesAtOnce = { 'store.stats_refresh_interval': '0s' };

export async function measure(
  place: Place,
  { settings, mappings }: Recipe,
  bodies: Bodies,
  options: Measuring,
): Promise<Measured> {
  const { server, prefix } = place;
  const alias = aliasOfPlace(place);
  const index = `${prefix}-images-v1`;
  const best = [runKey(digest, 'road-scenes', 'unet-00001')];
  const aliases = { [alias]: {}, [`${alias}-best`]: { filter: { terms: { 'run.key': best } } } };
  const measurable = { ...(settings['index'] as object), ...sizesAtOnce };
  await ask(server, 'PUT', `/${index}`, { settings: { index: measurable }, mappings, aliases });
  try {
    const filling = await fill(server, index, bodies);
    const filled = await stateOf(place, index, bodies.rows, options);
    await ask(server, 'POST', `/${index}/_forcemerge?max_num_segments=1`);
    await atRest(server, index);
    const merged = await stateOf(place, index, bodies.rows, options);
    const fields = options.fields ? await fieldBytes(server, index, bodies.rows) : undefined;
    const again = options.again ? await fill(server, index, bodies) : undefined;
    return {
      ...filling,
      filled,
      merged,
      ...(fields && { fields }),
      ...(again && {
        againPerSecond: again.rowsPerSecond,
        againProcessorPerRow: again.processorPerRow,
      }),
    };
  } finally {
    await ask(server, 'DELETE', `/${index}`);
  }
}

async function fill(server: Server, index: string, { requests, rows }: Bodies) {
  const processorBefore = await processorMilliseconds(server);
  const start = performance.now();
  await postAll(server, requests);
  await ask(server, 'POST', `/${index}/_refresh`);
  const seconds = (performance.now() - start) / 1000;
  await atRest(server, index);
  const processor = (await processorMilliseconds(server)) - processorBefore;
  return { rowsPerSecond: rows / seconds, processorPerRow: (processor * 1000) / rows };
}

type Stats = {
  _all: {
    primaries: {
      store: { size_in_bytes: number };
      segments: { count: number };
      merges: { current: number };
      docs: { count: number };
    };
  };
};

async function stats(server: Server, index: string) {
  return (await askJson<Stats>(server, 'GET', `/${index}/_stats/store,segments,merge,docs`))._all.primaries;
}

/** Waits until nothing is merged any more and what is replaced is deleted. */
async function atRest(server: Server, index: string): Promise<void> {
  do await sleep(250);
  while ((await stats(server, index)).merges.current > 0);
  await ask(server, 'POST', `/${index}/_flush?force=true&wait_if_ongoing=true`);
  await ask(server, 'POST', `/${index}/_refresh`);
}

async function stateOf(place: Place, index: string, rows: number, { questions }: Measuring): Promise<State> {
  const { store, segments, docs } = await stats(place.server, index);
  if (docs.count !== rows) throw new Error(`${docs.count} of ${rows} rows are in the index.`);
  return {
    bytesPerRow: store.size_in_bytes / rows,
    segments: segments.count,
    ...(questions && {
      latency: {
        worstImages: await worstImagesLatency(place.client, place.prefix),
        badInManyRuns: await badInManyRunsLatency(place.server, aliasOfPlace(place)),
      },
    }),
  };
}

/** Bytes per row of each field, the largest first. */
async function fieldBytes(server: Server, index: string, rows: number): Promise<Record<string, number>> {
  type Usage = Record<string, { fields?: Record<string, { total_in_bytes: number }> }>;
  const usage = await askJson<Usage>(server, 'POST', `/${index}/_disk_usage?run_expensive_tasks=true`);
  const sizes = Object.entries(usage[index]?.fields ?? {}).map(
    ([field, { total_in_bytes }]) => [field, total_in_bytes / rows] as const,
  );
  return Object.fromEntries(sizes.toSorted(([, one], [, other]) => other - one));
}
