/**
 * The ledger: what became of each source. A source is one or several files that are one run, or one project's rules.
 *
 *   (new) ──▶ reading ──▶ indexed    all documents in ─────────────┐
 *                ▲   ──▶ partial    some refused ─────────────────┤
 *                │   ──▶ rejected   none, and why ────────────────┤ changed, or what kept it out may be over
 *                │   ──▶ waiting    ends too early, still young ──┤ back-off; after the deadline rejected
 *                └─────────────────────────────────────────────────┘
 *   any ──▶ gone      all its files went: what it said stays, or was removed, or another source says it now
 *
 * `reading` is a lease: a daemon is at this source, and others leave it alone as long as the lease is renewed.
 */

import { sameValue } from '../model/same-value.ts';

export const FILE_STATUSES = ['reading', 'waiting', 'indexed', 'partial', 'rejected', 'gone'] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

/** What tells a changed file from an unchanged one, compared for inequality: clocks and copies go backwards too. */
export type FileState = { size: number; modifiedNs: string; inode: string };

/** One file of a source as it was when the source was read; `MISSING` where it was wanted and not there. */
export type SourceFile = { path: string; state: FileState };

/** One problem or warning as it is stored and printed. Line and column start at 1. */
export type FileMessage = {
  /** The field's path, as in `metrics.validation.accuracy`. */
  path: string;
  /** The file, where it is not the one that the source is named by. */
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
  /** `format`: the name of the one that reads the original. */
  | { kind: 'project'; project: string; format: string; original: string };

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
  /** The watched folder, and the path of the source below it. */
  folder: string;
  path: string;
  status: FileStatus;
  /** The files that the source consists of, and those that they name; first the one that was read first. */
  files: readonly SourceFile[];
  /** When the last of the files was changed; ISO 8601, UTC. */
  modifiedAt: string;
  /**
   * The version of the documents made of this state of the files, in milliseconds since 1970: a later state has a
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

/** What of an entry tells whether its source needs to be read. */
export type KnownSource = Pick<LedgerEntry, 'status' | 'files' | 'problem' | 'generation'>;

const UNDECIDED: ReadonlySet<FileStatus> = new Set(['reading', 'waiting', 'gone']);

/**
 * Whether a source needs to be read: when a file of it is not as the ledger knows it, when it has a file that the ledger
 * does not know, or when what kept it out may have passed without any change.
 *
 * @param now the files that are there now: of the source as it was found, and of those that the entry names
 * @param generation of the indices as they are now: what was written to indices that were deleted since is not there
 *   any more, whatever the entry says
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

/** The state of a file that was wanted and not there. */
export const MISSING: FileState = { size: -1, modifiedNs: '', inode: '' };

/** Whether the files that were there are as they were, those that were missing still are, and there are no others. */
function sameFiles(known: readonly SourceFile[], now: readonly SourceFile[]): boolean {
  const there = known.filter(({ state }) => !sameState(state, MISSING));
  return there.length === now.length && areStillThere(there, now);
}

/** Whether each of these files is among the others, in the same state. */
export function areStillThere(files: readonly SourceFile[], now: readonly SourceFile[]): boolean {
  const states = new Map(now.map(({ path, state }) => [path, state]));
  return files.every(({ path, state }) => sameState(state, states.get(path) ?? MISSING));
}

/** How much there is to read in all files together. */
export function bytesOf(files: readonly SourceFile[]): number {
  return files.reduce((bytes, { state }) => bytes + Math.max(0, state.size), 0);
}

/**
 * How long ago the last of the files was changed.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds; below 0 where the clock of the files is ahead
 */
export function ageOfNewest(files: readonly SourceFile[], now: number): number {
  const last = files.reduce((latest, { state }) => Math.max(latest, Number(state.modifiedNs)), 0);
  return now - last / NANOSECONDS_PER_MILLISECOND;
}

const NANOSECONDS_PER_MILLISECOND = 1e6;

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
