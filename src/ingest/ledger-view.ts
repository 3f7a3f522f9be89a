/** The ledger of one folder in memory: what is known of each file, and which file holds which run or project. */

import {
  claimOf,
  FILE_STATUSES,
  type FileContent,
  type FileStatus,
  type LedgerEntry,
} from '../domain/ledger.ts';
import type { Condition, WriteToken } from './ports.ts';

export type LedgerView = {
  get: (path: string) => LedgerEntry | undefined;
  /** What the next write of an entry depends on; `absent` where there is no document yet. */
  condition: (path: string) => Condition;
  /** @param token undefined: the entry is told of, its document is not known */
  set: (entry: LedgerEntry, token?: WriteToken) => void;
  /** There is a document without an entry: it is to be overwritten. */
  setDamaged: (path: string, token: WriteToken) => void;
  entries: () => Iterable<LedgerEntry>;
  counts: () => Record<FileStatus, number>;
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
  const tokens = new Map<string, WriteToken>();
  const counts = Object.fromEntries(FILE_STATUSES.map((status) => [status, 0])) as Record<FileStatus, number>;
  const holders = new Map<string, string>();
  const besides = new Map<string, Set<string>>();

  function forget(entry: LedgerEntry): void {
    counts[entry.status] -= 1;
    if (entry.content !== undefined && holders.get(claimOf(entry.content)) === entry.path)
      holders.delete(claimOf(entry.content));
    for (const { path } of entry.sideFiles) besides.get(path)?.delete(entry.path);
  }

  function set(entry: LedgerEntry, token?: WriteToken): void {
    if (token !== undefined) tokens.set(entry.path, token);
    const before = byPath.get(entry.path);
    if (before !== undefined) forget(before);
    byPath.set(entry.path, entry);
    counts[entry.status] += 1;
    if (entry.content !== undefined) hold(claimOf(entry.content), entry);
    for (const { path } of entry.sideFiles) {
      const owners = besides.get(path) ?? new Set();
      besides.set(path, owners.add(entry.path));
    }
  }

  /** What a gone file said is there for another to say: it takes nothing from anybody. */
  function hold(claim: string, { path, status }: LedgerEntry): void {
    if (status !== 'gone' || !holders.has(claim)) holders.set(claim, path);
  }

  for (const entry of entries) set(entry);
  return {
    get: (path) => byPath.get(path),
    condition: (path) => tokens.get(path) ?? 'absent',
    set,
    setDamaged: (path, token) => tokens.set(path, token),
    entries: () => byPath.values(),
    counts: () => counts,
    delete: (path) => {
      const entry = byPath.get(path);
      if (entry !== undefined) forget(entry);
      byPath.delete(path);
      tokens.delete(path);
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
