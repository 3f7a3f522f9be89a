/**
 * A result format says which files belong together, by their paths alone, and reads them in a dialogue.
 *
 *   pipeline                                   format
 *      ── open(source) ───────────────────────────▶
 *      ◀── the next file to read ──────────────────   yield
 *      ── its content, piece by piece ────────────▶   add
 *      ── how reading it ended ───────────────────▶   next
 *                        …                            until the format has read enough
 *      ◀── what the source means ──────────────────   return
 *
 * A format never accesses a file system. It may read a file several times instead of keeping its content: the content is the
 * same each time, or the dialogue ends.
 */

import type { FileMessage, FileProblem } from '../ledger/entry.ts';
import type { Image, Project, RowFacts, Run, SeriesPoint } from '../model/run.ts';
import type { PlainImage } from '../rows/index.ts';
import type { Codec } from '../text/codec.ts';

/**
 * The source that a file belongs to, and its role in it. A source is one or several files that state one run, or the rules of
 * one project. It is named by the path of its only file (`digits/svm.json`) or of the folder that contains all its files
 * (`mlruns/0/abc`).
 */
export type Membership = {
  source: string;
  /** Has a meaning for the format only. */
  role: string;
  /** The name suggests the rules of a project. Such sources are read first. */
  isProject?: boolean;
};

/** A source to read. Paths are relative to the watched folder, with `/`. */
export type OpenSource = {
  path: string;
  /** The files that belong to it by their paths, sorted by path. */
  files: readonly { path: string; role: string }[];
};

/** A file to read: one of the source, or one that the content of another file names. */
export type WantedFile = {
  path: string;
  /** Takes the next piece, which is valid during the call only. @returns whether to go on */
  add: (piece: Uint8Array) => boolean;
};

/** How reading a file ended. Reasons are sentences. */
export type FileOutcome =
  /** Up to its end, or to where `add` has stopped it. `modifiedAt`: ISO 8601, UTC. */
  | { type: 'read'; modifiedAt: string }
  | { type: 'missing' }
  /** It is still being written. If a file of the source itself is, the dialogue ends instead. */
  | { type: 'changing' }
  /** Its compressed content ends too early. */
  | { type: 'truncated'; reason: string }
  /** Not a regular file, outside the watched folder, no permission, too large … */
  | { type: 'unreadable'; reason: string };

/** What a format does: it yields one file after the other, and returns what it makes of them. */
export type Dialogue<Result> = Generator<WantedFile, Result, FileOutcome>;

/** Takes the rows of a run. Each is valid during the call only. */
export type RowVisitor = {
  /** An image whose document can be copied from its row. */
  plain: (image: PlainImage) => void;
  image: (image: Image) => void;
  point: (point: SeriesPoint) => void;
};

/** At most `PROBLEM_LIMIT` warnings; the count is of all. */
export type Warnings = { warnings: readonly FileMessage[]; warningCount: number };

export type Rejection = {
  type: 'rejected';
  problem: FileProblem;
  /** At most `PROBLEM_LIMIT`; the count is of all. */
  errors: readonly FileMessage[];
  errorCount: number;
} & Warnings;

export type Interpretation =
  | ({
      type: 'run';
      run: Run;
      /** The run without its rows, as text for `interpretOriginal`. */
      original: string;
      facts: RowFacts;
      /** Reads the rows again. `changed`: the facts are not theirs. */
      rows: (visitor: RowVisitor) => Dialogue<'read' | 'changed'>;
    } & Warnings)
  | ({ type: 'project'; project: Project; original: string } & Warnings)
  | Rejection
  /** It is not of this format; it may be of another. */
  | { type: 'unrecognised'; message: string };

/** What is stored with an original. */
export type OriginalContext = {
  path: string;
  /** ISO 8601, UTC. */
  modifiedAt: string;
};

export type OriginalMeaning =
  | { type: 'run'; run: Run }
  | { type: 'project'; project: Project }
  | { type: 'unreadable'; reason: string };

export type Format = {
  /** Stored with every run, as `source.format`. */
  name: string;
  /** Whether a file belongs to a source of this format, by its path alone. Hidden files and folders are never asked about. */
  member: (path: string) => Membership | undefined;
  /** Reads a source. The revision of a run covers what is read of each file the first time: it has to be all that matters. */
  open: (source: OpenSource, codec: Codec) => Dialogue<Interpretation>;
  /** Reads an original, which another version of the format may have stored. */
  interpretOriginal: (original: string, context: OriginalContext) => OriginalMeaning;
};
