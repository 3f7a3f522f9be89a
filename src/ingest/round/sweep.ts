/** Takes away what files no longer say. Runs before the ledger is written: a crash in between repeats it. */

import { RUN_INDICES, type RunIndex } from '../../domain/documents/document.ts';
import type { FileContent, LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Selection, Store } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import type { Sender } from '../sending/sender.ts';

/** A run as it was just written: all its documents carry this revision and this version. */
type WrittenRun = { key: string; revision: string; version: number };

/** What a file said before, and the version that its documents had at the most. */
export type Abandoned = { content: FileContent; version: number };

type AbandonedRun = { key: string; version: number };

/**
 * Sweeps after the files of a round: what their new entries say is written, what they said before is abandoned.
 *
 * @returns the keys of the runs of which something could not be deleted, because somebody has written it since
 */
export async function sweepRound(
  entries: readonly LedgerEntry[],
  abandoned: readonly Abandoned[],
  { store, folder }: Pick<World, 'store' | 'folder'>,
  sender: Sender,
): Promise<ElasticsearchFailure | ReadonlySet<string>> {
  const written = entries.flatMap(({ status, content, version }) =>
    content?.kind === 'run' && (status === 'indexed' || status === 'partial')
      ? [{ key: content.run.key, revision: content.revision, version }]
      : [],
  );
  const left = abandoned.flatMap(({ content, version }) =>
    content.kind === 'run' ? [{ key: content.run.key, version }] : [],
  );
  if (written.length === 0 && left.length === 0) return new Set();
  const refreshed = await store.refresh([...RUN_INDICES, ...(left.length > 0 ? (['files'] as const) : [])]);
  if (refreshed.type !== 'ok') return refreshed;
  const held = await heldElsewhere(
    left.map(({ key }) => key),
    folder.root,
    store,
  );
  if (held.type !== 'ok') return held;
  return sweep(
    written,
    left.filter(({ key }) => !held.value.has(key)),
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
 * Deletes the rows that are left of earlier states of the written runs, and everything of the abandoned ones; nothing
 * that has been written since with a higher version.
 *
 * Finds them by search, so what was written before must be findable: refresh first.
 */
async function sweep(
  written: readonly WrittenRun[],
  abandoned: readonly AbandonedRun[],
  store: Store,
  sender: Sender,
): Promise<ElasticsearchFailure | ReadonlySet<string>> {
  const overtaken = new Set<string>();
  const versions = new Map([
    ...abandoned.map(({ key, version }): [string, number] => [key, version]),
    // A search that missed what was just written, on a copy that lags behind, must not take it away: older rows only.
    ...written.map(({ key, version }): [string, number] => [key, version - 1]),
  ]);
  const keys = abandoned.map(({ key }) => key);
  const selections: Selection[] = RUN_INDICES.flatMap((index) => [
    ...(written.length > 0 && index !== 'experiments' ? [outdated(index, written)] : []),
    ...(keys.length > 0 ? [{ index, terms: { 'run.key': keys }, fields: ['run.key'] }] : []),
  ]);
  const failures = await Promise.all(selections.map((selection) => sweepSelection(selection)));
  return failures.find((failure) => failure !== undefined) ?? (await sender.flush()) ?? overtaken;

  async function sweepSelection(selection: Selection): Promise<ElasticsearchFailure | undefined> {
    for await (const page of store.walk(selection)) {
      if (page.type !== 'ok') return page;
      for (const { id, routing, source } of page.value) {
        const { key } = (source as { run: { key: string } }).run;
        const version = versions.get(key) ?? 0;
        const operation = { type: 'delete' as const, index: selection.index, id, routing, version };
        await sender.add(operation, { overtaken: () => overtaken.add(key) });
      }
    }
    return undefined;
  }
}

function outdated(index: RunIndex, written: readonly WrittenRun[]): Selection {
  return {
    index,
    terms: { 'run.key': written.map(({ key }) => key) },
    exclude: { revision: written.map(({ revision }) => revision) },
    fields: ['run.key'],
  };
}
