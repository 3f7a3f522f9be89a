/**
 * What a result format is: which files belong together, by their paths alone; and what they mean, found out in a dialogue.
 *
 *   pipeline                                   format
 *      ── open(source) ───────────────────────────▶
 *      ◀── a file that it wants ───────────────────   yield
 *      ── its content, piece by piece ────────────▶   add
 *      ── how reading it ended ───────────────────▶   next
 *                        …                            until the format has seen enough
 *      ◀── what the source means ──────────────────   return
 *
 * A format never sees a file system. It reads a file as often as it wants it, and so needs to keep none of it: the same
 * file comes with the same content, or the dialogue ends.
 */

import type { FileMessage, FileProblem } from '../ledger/entry.ts';
import type { Image, Project, RowFacts, Run, SeriesPoint } from '../model/run.ts';
import type { PlainImage } from '../rows/index.ts';
import type { Codec } from '../text/codec.ts';

/**
 * The source that a file belongs to, and the part that it plays in it. A source is one or several files that are one run,
 * or one project's rules. Its name is the path of its only file (`digits/svm.json`), or that of the folder that all its
 * files are below (`mlruns/0/abc`).
 */
export type Membership = {
  source: string;
  /** Known to the format alone. */
  role: string;
  /** By its name, it says how a project is judged. Such sources are read first. */
  isProject?: boolean;
};

/** A source that is to be read. Paths are relative to the watched folder, with `/`. */
export type OpenSource = {
  path: string;
  /** The files that belong to it by their paths, in the order of these. */
  files: readonly { path: string; role: string }[];
};

/** A file that a format wants to read: one of the source, or one that the content of another names. */
export type WantedFile = {
  path: string;
  /** Takes the next piece, which means nothing any more after the call. @returns whether more is wanted */
  add: (piece: Uint8Array) => boolean;
};

/** How reading a file ended. Reasons are sentences. */
export type FileOutcome =
  /** To its end, or for as long as more was wanted. `modifiedAt`: ISO 8601, UTC. */
  | { type: 'read'; modifiedAt: string }
  | { type: 'missing' }
  /** It is still being written. Told of files that the content names; for the others, the dialogue ends. */
  | { type: 'changing' }
  /** What is packed ends too early. */
  | { type: 'truncated'; reason: string }
  /** Not a regular file, outside the watched folder, no permission, too large … */
  | { type: 'unreadable'; reason: string };

/** A format's side of reading: files that it wants, one after the other, and what comes of them. */
export type Dialogue<Result> = Generator<WantedFile, Result, FileOutcome>;

/** Takes the rows of a run, each during the call only. */
export type RowVisitor = {
  /** An image whose document can be copied from its row. */
  plain: (image: PlainImage) => void;
  image: (image: Image) => void;
  point: (point: SeriesPoint) => void;
};

/** At most `PROBLEM_LIMIT` warnings are told, all are counted. */
export type Warnings = { warnings: readonly FileMessage[]; warningCount: number };

export type Rejection = {
  type: 'rejected';
  problem: FileProblem;
  /** At most `PROBLEM_LIMIT`; all are counted. */
  errors: readonly FileMessage[];
  errorCount: number;
} & Warnings;

export type Interpretation =
  | ({
      type: 'run';
      run: Run;
      /** Everything but the rows, as text that `interpretOriginal` reads. */
      original: string;
      facts: RowFacts;
      /** Reads the rows once more. `changed`: they are not those that the facts are of. */
      rows: (visitor: RowVisitor) => Dialogue<'read' | 'changed'>;
    } & Warnings)
  | ({ type: 'project'; project: Project; original: string } & Warnings)
  | Rejection
  /** It is not of this format: another one may know it. */
  | { type: 'unrecognised'; message: string };

/** What is known of a source whose original was stored, besides the original. */
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
  /** Whether a file belongs to a source of this format: by its path alone. No part of the path is hidden. */
  member: (path: string) => Membership | undefined;
  /** Reads a source. All of a file that counts has to be read the first time: it is what the revision says. */
  open: (source: OpenSource, codec: Codec) => Dialogue<Interpretation>;
  /** What an original meant, which an earlier version of the format may have stored. */
  interpretOriginal: (original: string, context: OriginalContext) => OriginalMeaning;
};
