import type { Index } from '../../../src/domain/documents/document.ts';
import { fileEntry } from '../../../src/domain/documents/file.ts';
import type { Attempt } from '../../../src/domain/model/outcome.ts';
import type { Hit, Selection, StoredEntry } from '../../../src/ingest/ports/store.ts';
import { hitOf, isSelected } from './selection.ts';
import { ok, type Server } from './server.ts';

/** As they are at this moment. */
export async function get(server: Server, index: Index, ids: readonly string[]): Promise<Attempt<Hit[]>> {
  if (ids.length === 0) return ok([]);
  return server.ask({ name: 'get', index, ids }, () => {
    const documents = server.find(index)?.documents;
    // A multi-get says of each document that its index is missing, with no status for the whole.
    if (documents === undefined) return { type: 'not-found', reason: `no index "${index}" to get from` };
    return ok(ids.flatMap((id) => documents.get(id) ?? []).map((stored) => hitOf(stored)));
  });
}

/** As they were at the last refresh before the first page. */
export async function* walk(
  server: Server,
  selection: Selection,
  pageSize = 1000,
): AsyncGenerator<Attempt<Hit[]>> {
  let snapshot: Hit[] = [];
  for (let page = 0; page === 0 || page * pageSize < snapshot.length; page += 1) {
    const found = await server.ask({ name: 'walk', selection, page }, (): Attempt<Hit[]> => {
      const documents = server.find(selection.index)?.documents;
      if (page === 0 && documents !== undefined)
        snapshot = documents
          .findable()
          .filter((stored) => isSelected(selection, stored))
          .map((stored) => hitOf(stored, selection.fields));
      return server.missing([selection.index]) ?? ok(snapshot.slice(page * pageSize, (page + 1) * pageSize));
    });
    if (found.type !== 'ok' || found.value.length > 0) yield found;
    if (found.type !== 'ok') return;
  }
}

export async function* walkEntries(
  server: Server,
  terms: Selection['terms'],
): AsyncGenerator<Attempt<StoredEntry[]>> {
  for await (const page of walk(server, { index: 'files', terms }, 500))
    yield page.type === 'ok' ? ok(page.value.map(storedEntry)) : page;
}

export function storedEntry({ id, source, token }: Hit): StoredEntry {
  return { id, entry: fileEntry(source), token };
}
