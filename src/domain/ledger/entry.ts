/**
 * The ledger: one entry per source, with its status. A source is one or several files that state one run, or the rules of
 * one project.
 *
 *   (new) ──▶ reading ──▶ indexed    all documents indexed ────────┐
 *                ▲   ──▶ partial    some documents refused ───────┤
 *                │   ──▶ rejected   nothing indexed, with why ────┤ it changed, or its obstacle may be gone
 *                │   ──▶ waiting    incomplete, and young ────────┤ back-off; rejected after the deadline
 *                └─────────────────────────────────────────────────┘
 *   any ──▶ gone      its files no longer exist: its documents stay, were removed, or are another source's now
 *
 * `reading` is a lease: one daemon processes the source, and others leave it alone as long as the lease is renewed.
 */

import { sameValue } from '../model/same-value.ts';

export const FILE_STATUSES = ['reading', 'waiting', 'indexed', 'partial', 'rejected', 'gone'] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

/** Compared for equality only: clocks and copies can make a changed file look older. */
export type FileState = { size: number; modifiedNs: string; inode: string };

/** One file of a source, in the state in which it was read; `MISSING` if it was wanted and did not exist. */
export type SourceFile = { path: string; state: FileState };

/** An error or a warning about one place in a file. Line and column start at 1. */
export type FileMessage = {
  /** The path of the field, such as `metrics.validation.accuracy`. */
  path: string;
  /** The file, if it is not the one that names the source. */
  file?: string;
  line?: number;
  column?: number;
  message: string;
};

/**
 * Why a source is not indexed:
 *
 * - `malformed`: its syntax is wrong.
 * - `invalid`: it breaks a rule of its format.
 * - `conflict`: another source states the same run or project.
 * - `unreadable`: a file cannot be opened.
 * - `incomplete`: a file ends too early, or is missing.
 * - `refused`: Elasticsearch refused the document of the run.
 */
export type FileProblem = 'malformed' | 'invalid' | 'conflict' | 'unreadable' | 'incomplete' | 'refused';

/** What the documents of a source are of. */
export type FileContent =
  | { kind: 'run'; project: string; run: { key: string; id: string }; revision: string; counts: FileCounts }
  /** `format`: the name of the format that reads the original. */
  | { kind: 'project'; project: string; format: string; original: string };

export type FileCounts = {
  experiments: number;
  scores: number;
  images: number;
  series: number;
  refused: number;
};

/** The session that holds a lease. Host and process show others whether it can still be alive. */
export type Lease = { session: string; host: string; process: number };

export type LedgerEntry = {
  /** The watched folder, and the path of the source below it. */
  folder: string;
  path: string;
  status: FileStatus;
  /** The files of the source, and the files that its content names. The one that was read first comes first. */
  files: readonly SourceFile[];
  /** The latest modification time of the files; ISO 8601, UTC. */
  modifiedAt: string;
  /**
   * The version of the documents made from this state of the files, in milliseconds since 1970. A later state has a higher
   * version, whichever clock it is taken from, and Elasticsearch does not overwrite a higher version with a lower one.
   * 0: no documents yet.
   */
  version: number;
  /** With `reading` only. */
  lease?: Lease;
  /** What the source has in the indices. A source that is rejected now keeps the documents of its last valid state. */
  content?: FileContent;
  /** With `reading`: what documents may have been sent of it since, and may arrive even if their sender has died. */
  intended?: readonly FileContent[];
  problem?: FileProblem;
  errors: readonly FileMessage[];
  /** With the errors beyond `PROBLEM_LIMIT`, which are not in the list. */
  errorCount: number;
  warnings: readonly FileMessage[];
  warningCount: number;
  /** The generation of the indices that the documents were written to; see `needsReading`. */
  generation: string;
  /** When this status was reached; ISO 8601, UTC. */
  seenAt: string;
};

/** The part of an entry that decides whether its source has to be read. */
export type KnownSource = Pick<LedgerEntry, 'status' | 'files' | 'problem' | 'generation'>;

const UNDECIDED: ReadonlySet<FileStatus> = new Set(['reading', 'waiting', 'gone']);

/**
 * Whether a source has to be read: one of its files has another state than in the ledger, it has a file that the ledger does
 * not know, or the reason to reject it may be gone although no file has changed.
 *
 * @param now the files that exist now: those of the source as it was found, and those that the entry names
 * @param generation of the indices as they are now. If an index was deleted and recreated, documents of the source are
 *   missing, and it has to be read again
 */
export function needsReading(
  entry: KnownSource | undefined,
  now: readonly SourceFile[],
  generation: string,
): boolean {
  if (entry === undefined || entry.generation !== generation || UNDECIDED.has(entry.status)) return true;
  if (entry.problem === 'conflict' || entry.problem === 'unreadable') return true;
  return !sameFiles(entry.files, now);
}

/** The state of a file that was wanted and did not exist. */
export const MISSING: FileState = { size: -1, modifiedNs: '', inode: '' };

/** Whether the same files exist, each in the same state, and the same files are missing. */
function sameFiles(known: readonly SourceFile[], now: readonly SourceFile[]): boolean {
  const there = known.filter(({ state }) => !sameState(state, MISSING));
  return there.length === now.length && areStillThere(there, now);
}

/** Whether each of these files still exists, in the same state. */
export function areStillThere(files: readonly SourceFile[], now: readonly SourceFile[]): boolean {
  const states = new Map(now.map(({ path, state }) => [path, state]));
  return files.every(({ path, state }) => sameState(state, states.get(path) ?? MISSING));
}

/** The size of all files together. A missing file has none. */
export function bytesOf(files: readonly SourceFile[]): number {
  return files.reduce((bytes, { state }) => bytes + Math.max(0, state.size), 0);
}

/**
 * The time since the latest modification of a file.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds; negative if the clock of the files is ahead
 */
export function ageOfNewest(files: readonly SourceFile[], now: number): number {
  const last = files.reduce((latest, { state }) => Math.max(latest, Number(state.modifiedNs)), 0);
  return now - last / NANOSECONDS_PER_MILLISECOND;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

export function sameState(a: FileState, b: FileState): boolean {
  return a.size === b.size && a.modifiedNs === b.modifiedNs && a.inode === b.inode;
}

/** Whether two entries are the same but for the times of their writing: then there is nothing to write. */
export function sameEntry(a: LedgerEntry, b: LedgerEntry): boolean {
  return sameValue({ ...a, version: 0, seenAt: '' }, { ...b, version: 0, seenAt: '' });
}

/**
 * The version for a source that is about to be read: higher than every earlier one, of this daemon or another.
 *
 * @param now milliseconds since 1970
 */
export function nextVersion(known: number, now: number): number {
  return Math.max(known + 1, now);
}

/** What a source stated before, or was going to, and no longer states according to its new entry. */
export function abandonedBy(entry: LedgerEntry, before: LedgerEntry | undefined): FileContent[] {
  const kept = entry.content === undefined ? undefined : claimOf(entry.content);
  const old = [...(before?.content === undefined ? [] : [before.content]), ...(before?.intended ?? [])];
  return old.filter((content) => claimOf(content) !== kept);
}

/** What only one source may state: this run, or the rules of this project. */
export function claimOf(content: FileContent): string {
  return content.kind === 'run' ? `run ${content.run.key}` : `project ${content.project}`;
}
