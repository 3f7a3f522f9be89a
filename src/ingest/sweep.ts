/** Takes away what files no longer say. Runs before the ledger is written: a crash in between repeats it. */

import { RUN_INDICES, type RunIndex } from '../domain/documents/document.ts';
import type { FileContent, LedgerEntry } from '../domain/ledger.ts';
import type { Attempt, ElasticsearchFailure } from '../domain/outcome.ts';
import type { Selection, Store, World } from './ports.ts';
import type { Sender } from './sender.ts';

/** A run as it was just written: all its documents carry this revision. */
type WrittenRun = { key: string; revision: string };

/** Sweeps after the files of a round: what their new entries say is written, what they said before is abandoned. */
export async function sweepRound(
  entries: readonly LedgerEntry[],
  abandoned: readonly FileContent[],
  { store, folder }: Pick<World, 'store' | 'folder'>,
  sender: Sender,
): Promise<ElasticsearchFailure | undefined> {
  const written = entries.flatMap(({ status, content }) =>
    content?.kind === 'run' && (status === 'indexed' || status === 'partial')
      ? [{ key: content.run.key, revision: content.revision }]
      : [],
  );
  const left = abandoned.flatMap((content) => (content.kind === 'run' ? content.run.key : []));
  if (written.length === 0 && left.length === 0) return undefined;
  const refreshed = await store.refresh([...RUN_INDICES, 'files']);
  if (refreshed.type !== 'ok') return refreshed;
  const held = await heldElsewhere(left, folder.root, store);
  if (held.type !== 'ok') return held;
  return sweep(
    written,
    left.filter((key) => !held.value.has(key)),
    store,
    sender,
  );
}

/** Runs among these that a file of another watched folder tells: they are not this folder's to remove. */
async function heldElsewhere(
  keys: readonly string[],
  folder: string,
  store: Store,
): Promise<Attempt<Set<string>>> {
  const held = new Set<string>();
  if (keys.length === 0) return { type: 'ok', value: held };
  const selection: Selection = {
    index: 'files',
    terms: { 'run.key': keys },
    exclude: { folder: [folder], status: ['gone'] },
  };
  for await (const page of store.walk(selection)) {
    if (page.type !== 'ok') return page;
    for (const { source } of page.value) held.add((source as { run: { key: string } }).run.key);
  }
  return { type: 'ok', value: held };
}

/**
 * Deletes the rows that are left of earlier states of the written runs, and everything of the abandoned ones.
 *
 * Finds them by search, so what was written before must be findable: refresh first.
 */
async function sweep(
  written: readonly WrittenRun[],
  abandoned: readonly string[],
  store: Store,
  sender: Sender,
): Promise<ElasticsearchFailure | undefined> {
  const selections: Selection[] = RUN_INDICES.flatMap((index) => [
    ...(written.length > 0 && index !== 'experiments' ? [outdated(index, written)] : []),
    ...(abandoned.length > 0 ? [{ index, terms: { 'run.key': abandoned }, fields: [] }] : []),
  ]);
  for (const selection of selections) {
    for await (const page of store.walk(selection)) {
      if (page.type !== 'ok') return page;
      for (const { id, routing } of page.value) {
        await sender.add({ type: 'delete', index: selection.index, id, routing });
      }
    }
  }
  return sender.flush();
}

function outdated(index: RunIndex, written: readonly WrittenRun[]): Selection {
  return {
    index,
    terms: { 'run.key': written.map(({ key }) => key) },
    exclude: { revision: written.map(({ revision }) => revision) },
    fields: [],
  };
}
