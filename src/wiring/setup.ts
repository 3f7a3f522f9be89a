/** The setup of indices that ingest and watch begin with. */

import type { Client } from '@elastic/elasticsearch';
import { provisionPorts } from '../adapters/elasticsearch/provision-ports.ts';
import { readMappings } from '../adapters/fs/mappings.ts';
import { setupIndices, type SetupIndicesResult } from '../commands/setup-indices.ts';
import { RUN_INDICES } from '../domain/documents/document.ts';
import { aliasOf } from '../domain/provision/names.ts';

export function setupFor(client: Client, prefix: string): Promise<SetupIndicesResult> {
  return setupIndices({ ...provisionPorts(client), readMappings: () => readMappings() }, { prefix });
}

/** Whether an index of runs was just created: what the ledger says of its documents is then not so any more. */
export function madeAnew(result: SetupIndicesResult & { type: 'done' }, prefix: string): boolean {
  const names = new Set(RUN_INDICES.map((index) => aliasOf(prefix, index)));
  return result.changes.some(
    ({ kind, id, action }) => kind === 'alias' && action === 'created' && names.has(id),
  );
}

/** What a setup says that was not asked for. */
export const NO_SETUP: SetupIndicesResult & { type: 'done' } = { type: 'done', changes: [] };
