import type { Client } from '@elastic/elasticsearch';
import { provisionPorts } from '../../adapters/elasticsearch/provision-ports.ts';
import { createRefreshInterval } from '../../adapters/elasticsearch/store/refresh-interval.ts';
import { readMappings } from '../../adapters/fs/mappings.ts';
import type { Report } from '../../output/report.ts';
import type { Invocation } from '../shared/invocation.ts';
import { withElasticsearch } from '../shared/with-elasticsearch.ts';
import { putBackAfter } from './put-back.ts';
import { setupReport } from './report.ts';
import { setupIndices, type SetupIndicesResult } from './setup-indices.ts';

/** Sets up the indices: `setup-indices` itself, and what `ingest` and `watch` begin with. */
export function setupFor(client: Client, prefix: string): Promise<SetupIndicesResult> {
  return setupIndices({ ...provisionPorts(client), readMappings: () => readMappings() }, { prefix });
}

/** Wires `setup-indices`. */
export function runSetupIndices(invocation: Invocation): Promise<Report> {
  return withElasticsearch(invocation, async (client, { prefix }) => {
    const done = await setupFor(client, prefix);
    return setupReport(await putBackAfter(done, createRefreshInterval(client, prefix)));
  });
}

/** The outcome where no setup was asked for. */
export const NO_SETUP: SetupIndicesResult & { type: 'done' } = { type: 'done', changes: [] };
