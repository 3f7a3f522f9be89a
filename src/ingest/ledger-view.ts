/** The ledger of one folder in memory: what is known of each file, and which file holds which run or project. */

import { claimOf, type FileContent, type LedgerEntry } from '../domain/ledger.ts';

export type LedgerView = {
  get: (path: string) => LedgerEntry | undefined;
  set: (entry: LedgerEntry) => void;
  delete: (path: string) => void;
  /** The path of the file that holds what this content says, if any does. */
  holder: (content: FileContent) => string | undefined;
  paths: () => Iterable<string>;
  /** All projects that any file belongs to. */
  projects: () => Set<string>;
  /** Files that are read only through the run that names them, and by which. */
  sideFileOf: (path: string) => ReadonlySet<string>;
};

const NOBODY: ReadonlySet<string> = new Set();

export function createLedgerView(entries: Iterable<LedgerEntry>): LedgerView {
  const byPath = new Map<string, LedgerEntry>();
  const holders = new Map<string, string>();
  const besides = new Map<string, Set<string>>();

  function forget(entry: LedgerEntry): void {
    if (entry.content !== undefined && holders.get(claimOf(entry.content)) === entry.path)
      holders.delete(claimOf(entry.content));
    for (const { path } of entry.sideFiles) besides.get(path)?.delete(entry.path);
  }

  function set(entry: LedgerEntry): void {
    const before = byPath.get(entry.path);
    if (before !== undefined) forget(before);
    byPath.set(entry.path, entry);
    if (entry.content !== undefined && entry.status !== 'gone')
      holders.set(claimOf(entry.content), entry.path);
    for (const { path } of entry.sideFiles) {
      const owners = besides.get(path) ?? new Set();
      besides.set(path, owners.add(entry.path));
    }
  }

  for (const entry of entries) set(entry);
  return {
    get: (path) => byPath.get(path),
    set,
    delete: (path) => {
      const entry = byPath.get(path);
      if (entry !== undefined) forget(entry);
      byPath.delete(path);
    },
    holder: (content) => holders.get(claimOf(content)),
    paths: () => byPath.keys(),
    projects: () => new Set([...byPath.values()].flatMap(({ content }) => content?.project ?? [])),
    sideFileOf: (path) => besides.get(path) ?? NOBODY,
  };
}
