/**
 * Deletes documents that the files of a round no longer say. It runs before the ledger is written, so that a crash in between
 * repeats it.
 */

import { RUN_INDICES, type RunIndex } from '../../domain/documents/document.ts';
import type { FileContent, LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Selection, Store } from '../ports/store.ts';
import type { Sender } from '../sending/sender.ts';

/** What a file said before, and the highest version that its documents can have. */
export type Abandoned = { content: FileContent; version: number };

/**
 * Sweeps after some files.
 *
 * @param entries what was just written for them: older rows of these runs are deleted
 * @param abandoned runs that no file says any more: all their documents are deleted, unless another watched folder has the run
 * @returns the keys of the runs of which something could not be deleted, because it has been written with a higher version
 */
export type Sweep = (
  entries: readonly LedgerEntry[],
  abandoned: readonly Abandoned[],
  sender: Sender,
) => Promise<Attempt<ReadonlySet<string>>>;

type SearchedStore = Pick<Store, 'refresh' | 'walk'>;

/** The run of which documents are to be deleted, up to this version. */
type Swept = { key: string; version: number };

/** @param folder the watched folder, as the ledger names it */
export function createSweep(store: SearchedStore, folder: string): Sweep {
  return async (entries, abandoned, sender) => {
    const written = entries.flatMap(writtenRun);
    const left = abandoned.flatMap(({ content, version }) =>
      content.kind === 'run' ? [{ key: content.run.key, version }] : [],
    );
    if (written.length === 0 && left.length === 0) return { type: 'ok', value: new Set() };
    // The documents are found by search, so what was written before must be findable.
    const refreshed = await store.refresh([...RUN_INDICES, ...(left.length > 0 ? (['files'] as const) : [])]);
    if (refreshed.type !== 'ok') return refreshed;
    const held = await heldElsewhere(
      left.map(({ key }) => key),
      folder,
      store,
    );
    if (held.type !== 'ok') return held;
    const unheld = left.filter(({ key }) => !held.value.has(key));
    return deleteFound(
      selectionsOf(
        written,
        unheld.map(({ key }) => key),
      ),
      // A search on a copy that lags behind may miss what was just written. It must not delete it: older rows only.
      [...unheld, ...written.map(({ key, version }) => ({ key, version: version - 1 }))],
      store,
      sender,
    );
  };
}

/** All documents of a run that was just written carry this revision and this version. */
type WrittenRun = Swept & { revision: string };

function writtenRun({ status, content, version }: LedgerEntry): WrittenRun[] {
  const isWritten = status === 'indexed' || status === 'partial';
  return isWritten && content?.kind === 'run'
    ? [{ key: content.run.key, revision: content.revision, version }]
    : [];
}

/** Those of the runs that a file of another watched folder says: they are not this folder's to delete. */
async function heldElsewhere(
  keys: readonly string[],
  folder: string,
  store: SearchedStore,
): Promise<Attempt<ReadonlySet<string>>> {
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

function selectionsOf(written: readonly WrittenRun[], abandoned: readonly string[]): Selection[] {
  return RUN_INDICES.flatMap((index) => [
    ...(written.length > 0 && index !== 'experiments' ? [outdated(index, written)] : []),
    ...(abandoned.length > 0 ? [{ index, terms: { 'run.key': abandoned }, fields: ['run.key'] }] : []),
  ]);
}

/** What is left of earlier states of the written runs. */
function outdated(index: RunIndex, written: readonly WrittenRun[]): Selection {
  return {
    index,
    terms: { 'run.key': written.map(({ key }) => key) },
    exclude: { revision: written.map(({ revision }) => revision) },
    fields: ['run.key'],
  };
}

/** Deletes what the selections find, up to the version of each run. */
async function deleteFound(
  selections: readonly Selection[],
  runs: readonly Swept[],
  store: SearchedStore,
  sender: Sender,
): Promise<Attempt<ReadonlySet<string>>> {
  const versions = new Map(runs.map(({ key, version }) => [key, version]));
  const overtaken = new Set<string>();
  async function deleteIn(selection: Selection): Promise<ElasticsearchFailure | undefined> {
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
  const failures = await Promise.all(selections.map(deleteIn));
  const failure = failures.find((one) => one !== undefined) ?? (await sender.flush());
  return failure ?? { type: 'ok', value: overtaken };
}
