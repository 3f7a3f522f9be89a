import { createSearch } from '../../adapters/elasticsearch/search.ts';
import type { Report } from '../../output/report.ts';
import type { Invocation } from '../shared/invocation.ts';
import { withElasticsearch } from '../shared/with-elasticsearch.ts';
import { worstImagesOf, type WorstImagesOptions } from './worst-images.ts';

/** Wires `worst-images`. */
export function runWorstImages(options: WorstImagesOptions, invocation: Invocation): Promise<Report> {
  return withElasticsearch(invocation, (client, { prefix }) =>
    worstImagesOf(createSearch(client, prefix), options),
  );
}
