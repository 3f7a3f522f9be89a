import type { Client } from '@elastic/elasticsearch';
import { fileEntry } from '../../../domain/documents/file.ts';
import type { Attempt } from '../../../domain/model/outcome.ts';
import type { Hit, Selection, Store, StoredEntry } from '../../../ingest/ports/store.ts';
import { createBatch, type WrittenBatch } from './batch.ts';
import { bulk } from './bulk.ts';
import { generation } from './generation.ts';
import { aliasOf } from '../../../domain/indices/names.ts';
import { refresh } from './refresh.ts';
import { createBufferPool } from './buffer-pool.ts';
import { showImagesOf } from './show-images.ts';
import { get } from './get.ts';
import { walk } from './walk.ts';

/**
 * The pipeline's store in Elasticsearch.
 *
 * @param prefix of the aliases that it reads and writes
 */
export function createStore(client: Client, prefix: string): Store {
  async function* walkEntries(
    selection: Omit<Selection, 'index'>,
    pageSize?: number,
  ): AsyncGenerator<Attempt<StoredEntry[]>> {
    for await (const page of walk(client, prefix, { index: 'files', ...selection }, pageSize)) {
      yield page.type === 'ok' ? { type: 'ok', value: entriesIn(page.value) } : page;
    }
  }
  // With several nodes, one may still be reading a body after another node has answered the repeated request.
  const pool = createBufferPool(client.connectionPool.size <= 1);
  return {
    batch: () => createBatch(prefix, pool),
    bulk: (batch) => bulk(client, batch as WrittenBatch),
    refresh: (indices) =>
      refresh(
        client,
        indices.map((index) => aliasOf(prefix, index)),
      ),
    generation: () => generation(client, prefix),
    walk: (selection, pageSize) => walk(client, prefix, selection, pageSize),
    showImagesOf: (runKeys) => showImagesOf(client, prefix, runKeys),
    readLedger: (folder) => walkEntries({ terms: { folder: [folder] } }, ENTRIES_PER_PAGE),
    readEntries: async (ids) => {
      const found = await get(client, prefix, 'files', ids);
      return found.type === 'ok' ? { type: 'ok', value: entriesIn(found.value) } : found;
    },
    readExperiments: (ids) => get(client, prefix, 'experiments', ids),
    readProjects: async function* readProjects(project) {
      const terms = { kind: ['project'], ...(project !== undefined && { project: [project] }) };
      for await (const page of walkEntries({ terms }))
        yield page.type === 'ok'
          ? { type: 'ok', value: page.value.flatMap(({ entry }) => entry ?? []) }
          : page;
    },
  };
}

/** Larger pages outlive the young generation of the heap, which costs memory and time. */
const ENTRIES_PER_PAGE = 500;

function entriesIn(hits: readonly Hit[]): StoredEntry[] {
  return hits.map(({ id, source, token }) => ({ id, entry: fileEntry(source), token }));
}
