/**
 * The ledger: what became of each source file.
 *
 *   (new) ──▶ reading ──▶ indexed    all documents in ─────────────┐
 *                ▲   ──▶ partial    some refused ─────────────────┤
 *                │   ──▶ rejected   none, and why ────────────────┤ changed, or what kept it out may be over
 *                │   ──▶ waiting    ends too early, still young ──┤ back-off; after the deadline rejected
 *                └─────────────────────────────────────────────────┘
 *   any ──▶ gone      the file went: what it said stays, or was removed, or another file says it now
 *
 * `reading` is a lease: a daemon is at this file, and others leave it alone as long as the lease is renewed.
 */

import { sameValue } from '../model/same-value.ts';

export const FILE_STATUSES = ['reading', 'waiting', 'indexed', 'partial', 'rejected', 'gone'] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

/** What tells a changed file from an unchanged one, compared for inequality: clocks and copies go backwards too. */
export type FileState = { size: number; modifiedNs: string; inode: string };

export type SideFile = { path: string; state: FileState };

/** One problem or warning as it is stored and printed. Line and column start at 1. */
export type FileMessage = {
  /** The field's path, as in `metrics.validation.accuracy`. */
  path: string;
  /** The side file, where the place is in one. */
  file?: string;
  line?: number;
  column?: number;
  message: string;
};

/**
 * Why a file is not in: not JSON; not what the format says; another file already says this run; cannot be opened;
 * ends too early, or waits for its side file; Elasticsearch refused the run's own document.
 */
export type FileProblem = 'malformed' | 'invalid' | 'conflict' | 'unreadable' | 'incomplete' | 'refused';

/** What a file became documents of. */
export type FileContent =
  | { kind: 'run'; project: string; run: { key: string; id: string }; revision: string; counts: FileCounts }
  | { kind: 'project'; project: string; original: string };

export type FileCounts = {
  experiments: number;
  scores: number;
  images: number;
  series: number;
  refused: number;
};

/** Who is at a file: a session of one process. Others tell from host and process whether it can still be alive. */
export type Lease = { session: string; host: string; process: number };

export type LedgerEntry = {
  /** The watched folder and the path below it. */
  folder: string;
  path: string;
  status: FileStatus;
  state: FileState;
  /** ISO 8601, UTC. */
  modifiedAt: string;
  sideFiles: readonly SideFile[];
  /**
   * The version of the documents made of this state of the file, in milliseconds since 1970: a later state has a
   * higher one, on whatever clock. Elasticsearch keeps a lower one from overwriting a higher one. 0: none yet.
   */
  version: number;
  /** With `reading` only. */
  lease?: Lease;
  /** What the file holds in the indices. A file that turned bad still holds what it said when it was good. */
  content?: FileContent;
  /** With `reading`: what the documents may say that are on their way, or were when whoever sent them died. */
  intended?: readonly FileContent[];
  problem?: FileProblem;
  errors: readonly FileMessage[];
  /** Including those beyond the limit, which are only counted. */
  errorCount: number;
  warnings: readonly FileMessage[];
  warningCount: number;
  /** The generation of the indices that the documents were written to; see `needsReading`. */
  generation: string;
  /** When this status was reached; ISO 8601, UTC. */
  seenAt: string;
};

/** What of an entry tells whether its file needs to be read. */
export type KnownFile = Pick<LedgerEntry, 'status' | 'state' | 'sideFiles' | 'problem' | 'generation'>;

const UNDECIDED: ReadonlySet<FileStatus> = new Set(['reading', 'waiting', 'gone']);

/**
 * Whether a file needs to be read: when it or one of its side files is not as the ledger knows it, or when what
 * kept it out may have passed without the file changing.
 *
 * @param generation of the indices as they are now: what was written to indices that were deleted since is not there
 *   any more, whatever the entry says
 */
export function needsReading(
  entry: KnownFile | undefined,
  now: FileState,
  generation: string,
  sideFile: (path: string) => FileState | undefined,
): boolean {
  if (entry === undefined || entry.generation !== generation || UNDECIDED.has(entry.status)) return true;
  if (entry.problem === 'conflict' || entry.problem === 'unreadable') return true;
  if (!sameState(entry.state, now)) return true;
  return entry.sideFiles.some((known) => {
    const current = sideFile(known.path);
    return current === undefined ? known.state.size !== MISSING.size : !sameState(known.state, current);
  });
}

/** The state of a side file that was named but not there. */
export const MISSING: FileState = { size: -1, modifiedNs: '', inode: '' };

export function sameState(a: FileState, b: FileState): boolean {
  return a.size === b.size && a.modifiedNs === b.modifiedNs && a.inode === b.inode;
}

/** Whether two entries say the same, however often and when it was found out: then there is nothing to write. */
export function sameEntry(a: LedgerEntry, b: LedgerEntry): boolean {
  return sameValue({ ...a, version: 0, seenAt: '' }, { ...b, version: 0, seenAt: '' });
}

/**
 * The version for the state of a file that is about to be read: above every earlier one, by this daemon or another.
 *
 * @param now milliseconds since 1970
 */
export function nextVersion(known: number, now: number): number {
  return Math.max(known + 1, now);
}

/** What a file used to say, or was about to, and does not say any more by its new entry. */
export function abandonedBy(entry: LedgerEntry, before: LedgerEntry | undefined): FileContent[] {
  const kept = entry.content === undefined ? undefined : claimOf(entry.content);
  const old = [...(before?.content === undefined ? [] : [before.content]), ...(before?.intended ?? [])];
  return old.filter((content) => claimOf(content) !== kept);
}

/** What only one file may say: this run, or the rules of this project. */
export function claimOf(content: FileContent): string {
  return content.kind === 'run' ? `run ${content.run.key}` : `project ${content.project}`;
}
