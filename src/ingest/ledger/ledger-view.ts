/** The ledger of one folder in memory: what is known of each source, and which source holds which run or project. */

import {
  FILE_STATUSES,
  type FileContent,
  type FileStatus,
  type KnownSource,
  type LedgerEntry,
} from '../../domain/ledger/entry.ts';
import { isWithin } from '../../domain/formats/source.ts';
import { createKeeper, knownSource, type KeptEntry } from './kept-entry.ts';
import type { Condition, WriteToken } from '../ports/store.ts';

export type LedgerView = {
  get: (path: string) => LedgerEntry | undefined;
  /** What of an entry is compared with its files: a scan asks this of every source. */
  known: (path: string) => KnownSource | undefined;
  /** What the next write of an entry depends on; `absent` where there is no document yet. */
  condition: (path: string) => Condition;
  /** @param token undefined: the entry is told of, its document is not known */
  set: (entry: LedgerEntry, token?: WriteToken) => void;
  /** There is a document without an entry: it is to be overwritten. */
  setDamaged: (path: string, token: WriteToken) => void;
  outlines: () => Iterable<Outline>;
  counts: () => Record<FileStatus, number>;
  delete: (path: string) => void;
  /** The path of the source that holds what this content says, if any does. */
  holder: (content: FileContent) => string | undefined;
  /** All projects that any source belongs to. */
  projects: () => Set<string>;
  /** The known sources that a file may be part of: those whose content names it, and the folders that it is in. */
  sourcesWith: (path: string) => string[];
  /** Whether a file is read only through the source that names it. A rejected source cannot make one so. */
  isSideFile: (path: string) => boolean;
};

/** An entry, in short. `holds`: something of the source is in the indices, or may be. */
export type Outline = { path: string; status: FileStatus; holds: boolean };

const NOBODY: ReadonlySet<string> = new Set();

export function createLedgerView(entries: Iterable<LedgerEntry>): LedgerView {
  const { keep, restore } = createKeeper();
  const byPath = new Map<string, KeptEntry>();
  const tokens = new Map<string, WriteToken>();
  const counts = Object.fromEntries(FILE_STATUSES.map((status) => [status, 0])) as Record<FileStatus, number>;
  const runs = new Map<string, string>();
  const projects = new Map<string, string>();
  const besides = new Map<string, Set<string>>();

  function forget({ path, key, common, files }: KeptEntry): void {
    counts[common.status] -= 1;
    const [holders, claim] = claimOf(key, common.project);
    if (claim !== undefined && holders.get(claim) === path) holders.delete(claim);
    for (const file of files) besides.get(file.path)?.delete(path);
  }

  function set(entry: LedgerEntry, token?: WriteToken): void {
    const kept = keep(entry);
    const { path } = kept;
    if (token !== undefined) tokens.set(path, token);
    const before = byPath.get(path);
    if (before !== undefined) forget(before);
    byPath.set(path, kept);
    counts[entry.status] += 1;
    hold(kept);
    for (const file of kept.files) {
      if (isWithin(file.path, path)) continue;
      const owners = besides.get(file.path) ?? new Set();
      besides.set(file.path, owners.add(path));
    }
  }

  /** What a gone file said is there for another to say: it takes nothing from anybody. */
  function hold({ path, key, common }: KeptEntry): void {
    const [holders, claim] = claimOf(key, common.project);
    if (claim !== undefined && (common.status !== 'gone' || !holders.has(claim))) holders.set(claim, path);
  }

  function claimOf(key: string | undefined, project: string | undefined) {
    return key === undefined ? ([projects, project] as const) : ([runs, key] as const);
  }

  for (const entry of entries) set(entry);
  return {
    get: (path) => {
      const kept = byPath.get(path);
      return kept && restore(kept);
    },
    known: (path) => {
      const kept = byPath.get(path);
      return kept && knownSource(kept);
    },
    condition: (path) => tokens.get(path) ?? 'absent',
    set,
    setDamaged: (path, token) => tokens.set(path, token),
    outlines: function* outlines() {
      for (const { path, common } of byPath.values())
        yield { path, status: common.status, holds: common.kind !== undefined };
    },
    counts: () => counts,
    delete: (path) => {
      const kept = byPath.get(path);
      if (kept !== undefined) forget(kept);
      byPath.delete(path);
      tokens.delete(path);
    },
    holder: (content) => (content.kind === 'run' ? runs.get(content.run.key) : projects.get(content.project)),
    projects: () => new Set([...byPath.values()].flatMap(({ common }) => common.project ?? [])),
    sourcesWith: (path) => [
      ...(besides.get(path) ?? NOBODY),
      ...foldersOf(path).filter((folder) => byPath.has(folder)),
    ],
    isSideFile: (path) => {
      if (byPath.get(path)?.common.kind !== undefined) return false;
      const owners = [...(besides.get(path) ?? NOBODY)];
      return owners.some((owner) => IN.has(byPath.get(owner)?.common.status ?? 'gone'));
    },
  };
}

/** `a/b/c.json` → `a/b`, `a` */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, position) => parts.slice(0, parts.length - position).join('/'));
}

const IN: ReadonlySet<FileStatus> = new Set(['indexed', 'partial']);
