/** Takes away what files no longer say. Runs before the ledger is written: a crash in between repeats it. */

import { RUN_INDICES, type RunIndex } from '../domain/documents/document.ts';
import type { ElasticsearchFailure } from '../domain/outcome.ts';
import type { Selection, Store } from './ports.ts';
import type { Sender } from './sender.ts';

/** A run as it was just written: all its documents carry this revision. */
export type WrittenRun = { key: string; revision: string };

/**
 * Deletes the rows that are left of earlier states of the written runs, and everything of the abandoned ones.
 *
 * Finds them by search, so what was written before must be findable: refresh first.
 */
export async function sweep(
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
