import { createSearch } from '../../adapters/elasticsearch/search.ts';
import type { Report } from '../../output/report.ts';
import type { Invocation } from '../shared/invocation.ts';
import { withElasticsearch } from '../shared/with-elasticsearch.ts';
import { best, type BestOptions } from './best.ts';

/** Wires `best`. */
export function runBest(options: BestOptions, invocation: Invocation): Promise<Report> {
  return withElasticsearch(invocation, (client, { prefix }) => best(createSearch(client, prefix), options));
}
