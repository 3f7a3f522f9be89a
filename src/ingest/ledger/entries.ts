/** Reads whole entries of the ledger by id, because the view in memory has only a part of each. */

import { fileId } from '../../domain/documents/ids.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { Store, StoredEntry, WriteToken } from '../ports/store.ts';
import type { LedgerView } from './ledger-view.ts';

/** By the path of the source. */
export type EntriesByPath = ReadonlyMap<string, LedgerEntry>;

export type Entries = {
  /** Reads entries. Those that another daemon has written since they were last seen are left out. */
  read: (paths: readonly string[]) => Promise<Attempt<EntriesByPath>>;
  /** Reads entries as they are now, and updates the view. */
  refresh: (paths: readonly string[]) => Promise<Attempt<EntriesByPath>>;
};

export type EntriesTools = {
  ledger: Pick<LedgerView, 'set' | 'setDamaged' | 'delete' | 'condition'>;
  /** The watched folder, as the ledger names it. */
  folder: string;
  store: Pick<Store, 'readEntries'>;
  digest: Digest;
};

/** Per request: an entry with fifty errors and warnings each has about 20 KB. */
const ENTRIES_PER_REQUEST = 500;

export function createEntries({ ledger, folder, store, digest }: EntriesTools): Entries {
  const idOf = (path: string) => fileId(digest, folder, path);

  /** By path; undefined if there is no document. */
  async function fetch(paths: readonly string[]): Promise<Attempt<Map<string, StoredEntry | undefined>>> {
    const found = new Map<string, StoredEntry | undefined>();
    for (let start = 0; start < paths.length; start += ENTRIES_PER_REQUEST) {
      const some = paths.slice(start, start + ENTRIES_PER_REQUEST);
      const stored = await store.readEntries(some.map(idOf));
      if (stored.type !== 'ok') return stored;
      const byId = new Map(stored.value.map((each) => [each.id, each]));
      for (const path of some) found.set(path, byId.get(idOf(path)));
    }
    return { type: 'ok', value: found };
  }

  return {
    read: async (paths) => {
      const known = paths.filter((path) => ledger.condition(path) !== 'absent');
      const fetched = await fetch(known);
      if (fetched.type !== 'ok') return fetched;
      const entries = new Map<string, LedgerEntry>();
      for (const [path, stored] of fetched.value) {
        if (stored?.entry?.path !== path || !isSame(stored.token, ledger.condition(path))) continue;
        entries.set(path, stored.entry);
      }
      return { type: 'ok', value: entries };
    },
    refresh: async (paths) => {
      const fetched = await fetch(paths);
      if (fetched.type !== 'ok') return fetched;
      const entries = new Map<string, LedgerEntry>();
      for (const [path, stored] of fetched.value) {
        if (stored?.entry?.path === path) {
          ledger.set(stored.entry, stored.token);
          entries.set(path, stored.entry);
          continue;
        }
        ledger.delete(path);
        if (stored !== undefined) ledger.setDamaged(path, stored.token);
      }
      return { type: 'ok', value: entries };
    },
  };
}

function isSame({ sequence, term }: WriteToken, known: ReturnType<LedgerView['condition']>): boolean {
  return known !== 'absent' && known.sequence === sequence && known.term === term;
}
