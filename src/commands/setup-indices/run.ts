/** The setup of indices: by itself, and what ingest and watch begin with. */

import type { Client } from '@elastic/elasticsearch';
import { provisionPorts } from '../../adapters/elasticsearch/provision-ports.ts';
import { createRefreshInterval } from '../../adapters/elasticsearch/store/refresh-interval.ts';
import { readMappings } from '../../adapters/fs/mappings.ts';
import { putBackAfter } from './put-back.ts';
import { setupReport } from './report.ts';
import { setupIndices, type SetupIndicesResult } from './setup-indices.ts';
import type { Report } from '../../output/report.ts';

export function setupFor(client: Client, prefix: string): Promise<SetupIndicesResult> {
  return setupIndices({ ...provisionPorts(client), readMappings: () => readMappings() }, { prefix });
}

/** Wires `setup-indices`. */
export async function runSetupIndices(client: Client, prefix: string): Promise<Report> {
  const done = await setupFor(client, prefix);
  return setupReport(await putBackAfter(done, createRefreshInterval(client, prefix)));
}

/** What a setup says that was not asked for. */
export const NO_SETUP: SetupIndicesResult & { type: 'done' } = { type: 'done', changes: [] };
