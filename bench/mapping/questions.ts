/** The two questions by which a mapping is judged once the rows are in, asked as the product and Kibana ask them. */

import type { Client } from '@elastic/elasticsearch';
import { createSearch } from '../../src/adapters/elasticsearch/search.ts';
import { worstImagesRequest } from '../../src/domain/questions/worst-images.ts';
import { median, percentile } from '../support/statistics.ts';
import { ask, type Server } from './server.ts';

export type Latency = { median: number; p95: number };

const WARM_UP = 2;

/** In milliseconds. */
async function latencyOf(samples: number, question: () => Promise<unknown>): Promise<Latency> {
  const times: number[] = [];
  for (let sample = 0; sample < WARM_UP + samples; sample += 1) {
    const start = performance.now();
    await question();
    if (sample >= WARM_UP) times.push(performance.now() - start);
  }
  return { median: median(times), p95: percentile(times, 95) };
}

/** `worst-images --count 100` of the best run of each project. Throws unless it finds 100. */
export function worstImagesLatency(client: Client, prefix: string): Promise<Latency> {
  const search = createSearch(client, prefix);
  const request = worstImagesRequest({ project: 'road-scenes', split: 'validation', count: 100 });
  return latencyOf(30, async () => {
    const answer = await search(request);
    if (answer.type !== 'ok' || answer.value.hits.length !== 100)
      throw new Error(`worst-images failed: ${JSON.stringify(answer).slice(0, 300)}`);
  });
}

/** The panel "Images that are bad in many runs" of the dashboard "Images", all runs in view, without its columns of texts. */
export function badInManyRunsLatency(server: Server, alias: string): Promise<Latency> {
  return latencyOf(5, () => ask(server, 'POST', `/${alias}/_search?request_cache=false`, badInManyRuns));
}

function average(field: string) {
  return { avg: { field } };
}

const badInManyRuns = {
  size: 0,
  track_total_hits: true,
  query: {
    bool: {
      filter: [{ exists: { field: 'primary.score' } }, { terms: { split: ['validation'] } }],
    },
  },
  aggs: {
    image: {
      terms: { field: 'id', size: 100, shard_size: 1000, order: { order: 'asc' } },
      aggs: {
        order: average('primary.score'),
        project: { terms: { field: 'project', size: 1 } },
        runs: { cardinality: { field: 'run.key' } },
        average: average('primary.value'),
        wrong: { filter: { term: { is_correct: false } } },
      },
    },
  },
};
