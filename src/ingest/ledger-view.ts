/** The ledger of one folder in memory: what is known of each file, and which file holds which run or project. */

import { claimOf, type FileContent, type LedgerEntry } from '../domain/ledger.ts';

export type LedgerView = {
  get: (path: string) => LedgerEntry | undefined;
  set: (entry: LedgerEntry) => void;
  delete: (path: string) => void;
  /** The path of the file that holds what this content says, if any does. */
  holder: (content: FileContent) => string | undefined;
  /** All projects that any file belongs to. */
  projects: () => Set<string>;
  /** The files that name this one as their side file, whether they are in or not. */
  sideFileOf: (path: string) => ReadonlySet<string>;
  /** Whether a file is read only through the run that names it. A rejected file cannot make one so. */
  isSideFile: (path: string) => boolean;
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
    projects: () => new Set([...byPath.values()].flatMap(({ content }) => content?.project ?? [])),
    sideFileOf: (path) => besides.get(path) ?? NOBODY,
    isSideFile: (path) => {
      if (byPath.get(path)?.content !== undefined) return false;
      const statuses = new Set([...(besides.get(path) ?? NOBODY)].map((owner) => byPath.get(owner)?.status));
      return statuses.has('indexed') || statuses.has('partial');
    },
  };
}
