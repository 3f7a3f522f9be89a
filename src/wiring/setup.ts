/** The setup of indices that ingest and watch begin with. */

import type { Client } from '@elastic/elasticsearch';
import { provisionPorts } from '../adapters/elasticsearch/provision-ports.ts';
import { readMappings } from '../adapters/fs/mappings.ts';
import { setupIndices, type SetupIndicesResult } from '../commands/setup-indices.ts';

export function setupFor(client: Client, prefix: string): Promise<SetupIndicesResult> {
  return setupIndices({ ...provisionPorts(client), readMappings: () => readMappings() }, { prefix });
}

/** What a setup says that was not asked for. */
export const NO_SETUP: SetupIndicesResult & { type: 'done' } = { type: 'done', changes: [] };
