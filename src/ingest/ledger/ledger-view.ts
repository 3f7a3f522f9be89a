/**
 * The ledger of one folder in memory. For each source it keeps only what decides whether to read it, and what it claims,
 * because a folder may have 100,000 sources. `entries.ts` reads whole entries from Elasticsearch.
 */

import {
  FILE_STATUSES,
  type FileContent,
  type FileStatus,
  type LedgerEntry,
} from '../../domain/ledger/entry.ts';
import type { Condition, WriteToken } from '../ports/store.ts';
import { claimKept, claimOfContent, createKeeping, type KeptEntry } from './kept-entry.ts';
import { createNamedFiles } from './named-files.ts';

export type { KeptEntry } from './kept-entry.ts';

export type LedgerView = {
  known: (path: string) => KeptEntry | undefined;
  all: () => Iterable<KeptEntry>;
  /** What the next write of an entry depends on; `absent` where there is no document yet. */
  condition: (path: string) => Condition;
  /** @param token of its document, if known */
  set: (entry: LedgerEntry, token?: WriteToken) => void;
  /** A document exists but holds no entry; the next write overwrites it. */
  setDamaged: (path: string, token: WriteToken) => void;
  delete: (path: string) => void;
  counts: () => Record<FileStatus, number>;
  /** The path of the source that holds this run or these rules, if any does. */
  holder: (content: FileContent) => string | undefined;
  /** All projects that any source belongs to. */
  projects: () => Set<string>;
  /** The known sources that a file may belong to: those whose content names it, and folders that contain it. */
  sourcesWith: (path: string) => string[];
  /** Whether a file is only a side file of an indexed source, and not a source of its own. */
  isSideFile: (path: string) => boolean;
};

export function createLedgerView(entries: Iterable<LedgerEntry>): LedgerView {
  const byPath = new Map<string, KeptEntry>();
  const tokens = new Map<string, WriteToken>();
  const counts = Object.fromEntries(FILE_STATUSES.map((status) => [status, 0])) as Record<FileStatus, number>;
  const holders = createHolders();
  const named = createNamedFiles();
  const keep = createKeeping();

  function forget(path: string): void {
    const kept = byPath.get(path);
    if (kept === undefined) return;
    counts[kept.status] -= 1;
    holders.release(kept);
    named.remove(path, kept.files);
  }

  function set(entry: LedgerEntry, token?: WriteToken): void {
    const kept = keep(entry);
    const { path } = kept;
    if (token !== undefined) tokens.set(path, token);
    forget(path);
    byPath.set(path, kept);
    counts[kept.status] += 1;
    holders.hold(kept);
    named.add(path, kept.files);
  }

  for (const entry of entries) set(entry);
  return {
    known: (path) => byPath.get(path),
    all: () => byPath.values(),
    condition: (path) => tokens.get(path) ?? 'absent',
    set,
    setDamaged: (path, token) => tokens.set(path, token),
    delete: (path) => {
      forget(path);
      byPath.delete(path);
      tokens.delete(path);
    },
    counts: () => counts,
    holder: holders.of,
    projects: () => new Set([...byPath.values()].flatMap(({ holds }) => holds?.project ?? [])),
    sourcesWith: (path) => [
      ...named.namedBy(path),
      ...foldersOf(path).filter((folder) => byPath.has(folder)),
    ],
    isSideFile: (path) => {
      if (byPath.get(path)?.holds !== undefined) return false;
      return [...named.namedBy(path)].some((source) => IN.has(byPath.get(source)?.status ?? 'gone'));
    },
  };
}

const IN: ReadonlySet<FileStatus> = new Set(['indexed', 'partial']);

/** Which source holds which run or project. */
function createHolders() {
  const holders = new Map<string, string>();
  return {
    of: (content: FileContent) => holders.get(claimOfContent(content)),
    /** A gone source does not take a claim from another source. */
    hold: (kept: KeptEntry) => {
      const claim = claimKept(kept);
      if (claim !== undefined && (kept.status !== 'gone' || !holders.has(claim)))
        holders.set(claim, kept.path);
    },
    release: (kept: KeptEntry) => {
      const claim = claimKept(kept);
      if (claim !== undefined && holders.get(claim) === kept.path) holders.delete(claim);
    },
  };
}

/** `a/b/c.json` → `a/b`, `a` */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, position) => parts.slice(0, parts.length - position).join('/'));
}
