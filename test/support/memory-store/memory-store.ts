/**
 * The pipeline's store in memory, with what the pipeline relies on in Elasticsearch: versions, conditions, refreshes,
 * walks over one point in time. `contract.ts` says what that is, test by test.
 *
 * It is stricter in two ways: it never refreshes by itself, and a routing leads to the documents of this routing alone.
 */

import { createBatch, type WrittenBatch } from '../../../src/adapters/elasticsearch/store/batch.ts';
import { createBufferPool } from '../../../src/adapters/elasticsearch/store/buffer-pool.ts';
import { RUN_INDICES, type Index } from '../../../src/domain/documents/document.ts';
import { isRare } from '../../../src/domain/indices/backfill.ts';
import type { ItemOutcome, RefreshInterval, Store } from '../../../src/ingest/ports/store.ts';
import { readBulkBody, type IndexedAction } from './bulk-body.ts';
import type { Fault, Request } from './faults.ts';
import type { Stored } from './memory-index.ts';
import { get, storedEntry, walk, walkEntries } from './reading.ts';
import { createRefreshInterval, setRefreshInterval } from './refresh-interval.ts';
import { createServer, ok, type Server } from './server.ts';

export type MemoryStore = {
  store: Store;
  refreshInterval: RefreshInterval;
  /** All documents of an index at this moment, findable or not. */
  documents: (index: Index) => Stored[];
  document: (index: Index, id: string) => Stored | undefined;
  /** Writes a document at once, as another client does. It is not among the requests, and faults do not apply. */
  put: (index: Index, id: string, source: object, write?: { version?: number; routing?: string }) => void;
  delete: (index: Index, id: string, version?: number) => void;
  /** The runs whose images the alias of the best images shows. */
  shown: () => readonly string[];
  /** All requests so far. */
  requests: Request[];
  /** Has something happen to requests; the first fault that applies counts. Gives what ends it. */
  inject: (fault: Fault) => () => void;
  removeIndex: (index: Index) => void;
  /** A new one, in the place of one that was removed or of the one that is there. */
  createIndex: (index: Index) => void;
  /** As an operator does. */
  setRefreshInterval: (index: Index, value: string | null) => void;
};

/** @param elapsed milliseconds that only grow: the version of a delete is remembered for so long */
export function createMemoryStore(elapsed: () => number = () => 0): MemoryStore {
  const server = createServer(elapsed);
  let shown: readonly string[] = [];
  const store: Store = {
    ...createWriting(server),
    walk: (selection, pageSize) => walk(server, selection, pageSize),
    readLedger: (folder) => walkEntries(server, { folder: [folder] }),
    readEntries: async (ids) => {
      const found = await get(server, 'files', ids);
      return found.type === 'ok' ? ok(found.value.map(storedEntry)) : found;
    },
    readExperiments: (ids) => get(server, 'experiments', ids),
    readProjects: async function* readProjects(project) {
      const terms = { kind: ['project'], ...(project !== undefined && { project: [project] }) };
      for await (const page of walkEntries(server, terms))
        yield page.type === 'ok' ? ok(page.value.flatMap(({ entry }) => entry ?? [])) : page;
    },
    generation: () =>
      server.ask({ name: 'generation' }, () => {
        const all = RUN_INDICES.flatMap((name) => server.find(name) ?? []);
        const isAnyRare = all.some(({ refreshInterval }) => isRare(refreshInterval));
        const id = all.map(({ uuid }) => uuid).join(' ');
        return server.missing(RUN_INDICES) ?? ok({ id, isRare: isAnyRare });
      }),
    showImagesOf: (runKeys) =>
      server.ask({ name: 'showImagesOf', runKeys }, () => {
        const isMoved = runKeys.join('\n') !== shown.join('\n');
        if (server.find('images') !== undefined) shown = runKeys;
        return server.missing(['images']) ?? ok(isMoved ? 'moved' : 'unchanged');
      }),
  };
  return {
    store,
    refreshInterval: createRefreshInterval(server),
    documents: (index) => server.find(index)?.documents.all() ?? [],
    document: (index, id) => server.find(index)?.documents.get(id),
    put: (index, id, source, write) =>
      server.find(index)?.documents.write({ type: 'index', id, source: copied(source), ...write }),
    delete: (index, id, version) =>
      server.find(index)?.documents.write({ type: 'delete', id, source: {}, version }),
    shown: () => shown,
    requests: server.requests,
    inject: server.inject,
    removeIndex: (index) => {
      server.remove(index);
      // An alias goes with the last index that it shows.
      if (index === 'images') shown = [];
    },
    createIndex: server.create,
    setRefreshInterval: (index, value) => setRefreshInterval(server, index, value),
  };
}

function createWriting(server: Server): Pick<Store, 'batch' | 'bulk' | 'refresh'> {
  const pool = createBufferPool();

  function write(action: IndexedAction): ItemOutcome {
    const { index, routing } = action;
    const documents = server.find(index)?.documents;
    if (documents === undefined)
      return { status: 404, errorType: 'index_not_found_exception', reason: `no such index [${index}]` };
    return index === 'images' && routing === undefined ? NO_ROUTING : documents.write(action);
  }

  return {
    batch: () => createBatch('memory', pool),
    bulk: (batch) => {
      const { body, isConditional } = batch as WrittenBatch;
      const actions = readBulkBody(body().toString());
      return server.ask({ name: 'bulk', actions }, (fate) => {
        const outcomes = actions.map(
          (action) => (fate?.type === 'items' ? fate.of(action) : undefined) ?? write(action),
        );
        // Tokens are asked for only where conditions need them.
        return ok(isConditional() ? outcomes : outcomes.map(({ token: _token, ...rest }) => rest));
      });
    },
    refresh: (names) =>
      server.ask({ name: 'refresh', indices: names }, (fate) => {
        if (fate?.type !== 'lags') for (const name of names) server.find(name)?.documents.refresh();
        return server.missing(names) ?? ok(undefined);
      }),
  };
}

/** The mapping of images requires one. */
const NO_ROUTING: ItemOutcome = {
  status: 400,
  errorType: 'routing_missing_exception',
  reason: 'routing is required',
};

/** As it is after it has been JSON. */
function copied(source: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(source)) as Record<string, unknown>;
}
