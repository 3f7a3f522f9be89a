import type { Client } from '@elastic/elasticsearch';
import { fileEntry } from '../../../domain/documents/file.ts';
import type { LedgerEntry } from '../../../domain/ledger.ts';
import type { Attempt } from '../../../domain/outcome.ts';
import type { Selection, Store } from '../../../ingest/ports.ts';
import { attempt } from '../errors.ts';
import { bulk } from './bulk.ts';
import { generation } from './generation.ts';
import { aliasOf } from '../../../domain/provision/names.ts';
import { showImagesOf } from './show-images.ts';
import { walk } from './walk.ts';

/** The pipeline's store, on the indices of one prefix. */
export function createStore(client: Client, prefix: string): Store {
  async function* readEntries(selection: Omit<Selection, 'index'>): AsyncGenerator<Attempt<LedgerEntry[]>> {
    for await (const page of walk(client, prefix, { index: 'files', ...selection })) {
      yield page.type === 'ok'
        ? { type: 'ok', value: page.value.flatMap(({ source }) => fileEntry(source) ?? []) }
        : page;
    }
  }
  return {
    bulk: (operations) => bulk(client, prefix, operations),
    refresh: async (indices) => {
      const refreshed = await attempt(() =>
        client.indices.refresh({ index: indices.map((index) => aliasOf(prefix, index)) }),
      );
      return refreshed.type === 'ok' ? { type: 'ok', value: undefined } : refreshed;
    },
    generation: () => generation(client, prefix),
    walk: (selection, pageSize) => walk(client, prefix, selection, pageSize),
    showImagesOf: (runKeys) => showImagesOf(client, prefix, runKeys),
    readLedger: (folder) => readEntries({ terms: { folder: [folder] } }),
    readProjects: (project) =>
      readEntries({
        terms: { kind: ['project'], ...(project !== undefined && { project: [project] }) },
        exclude: { status: ['gone'] },
      }),
  };
}
