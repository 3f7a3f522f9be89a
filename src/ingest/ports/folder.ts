/** The watched folder: what is in it, what its files hold, and what happens to them. */

import type { Formats } from '../../domain/formats/index.ts';
import type { Place } from '../../domain/ledger/absence.ts';
import type { FileState } from '../../domain/ledger/entry.ts';

/** A regular file as it was found. `path` is relative to the watched folder, with `/`. */
export type FoundFile = {
  path: string;
  state: FileState;
  /** ISO 8601, UTC. */
  modifiedAt: string;
  /**
   * The last that happened to it was no write but a rename, a link or a change of its attributes, as far as the file
   * system tells: who writes under another name and renames is done by then.
   */
  isMoved: boolean;
};

/** A source as it was found: its files, at least one, in the order of their paths. */
export type FoundSource = { path: string; files: readonly FoundFile[] };

/** How reading a file piece by piece ended. Only what ended as `read` was one whole content. */
export type FileReading =
  | { type: 'read'; file: FoundFile }
  /** It changed while it was read: it is still being written. */
  | { type: 'changing' }
  | { type: 'missing' }
  /** What is packed ends too early; in a sentence. */
  | { type: 'truncated'; reason: string }
  /** Not a regular file, outside the folder, no permission, too large …; in a sentence. */
  | { type: 'unreadable'; reason: string };

/** All sources, or why the folder cannot be read at the moment. */
export type Scan =
  /**
   * `unseen`: files and subfolders that could not be looked at; a source that one of them may belong to is not among the
   * sources. `misnamed`: files whose names are not UTF-8.
   */
  | { type: 'scanned'; sources: FoundSource[]; unseen: string[]; misnamed: string[]; place: Place }
  | { type: 'no-folder'; reason: string };

export type Folder = {
  /** Absolute, resolved: the folder's identity in the ledger. */
  root: string;
  /** Which source a file belongs to, by its path. */
  memberOf: Formats['memberOf'];
  /** All sources, in the order of their paths. Hidden files and folders are passed over. */
  scan: () => Promise<Scan>;
  /** The files that a source of this path has now, or undefined where there are none. */
  find: (source: string) => Promise<FoundSource | undefined>;
  /** The state of one regular file, or undefined where there is none. */
  look: (path: string) => Promise<FoundFile | undefined>;
  /**
   * The content in pieces of any size, unpacked where the name ends in `.gz`. `take` says whether it wants the next one;
   * a piece means nothing any more once that comes.
   */
  stream: (path: string, take: TakePiece) => Promise<FileReading>;
};

export type TakePiece = (piece: Uint8Array) => boolean | Promise<boolean>;

export type WatcherEvents = {
  /** Something may have happened at this path. */
  hint: (path: string) => void;
  /** From now on it tells what happens; what happened before, nobody has told. */
  ready: () => void;
  /** It failed and may miss everything from now on, or it works again. */
  up: (isUp: boolean, reason?: string) => void;
};

/** Tells of paths in the folder at which something may have happened. It may miss some: it hints, the scan knows. */
export type Watcher = (root: string, events: WatcherEvents) => { close: () => Promise<void> };

/**
 * A file of this name at the top of a watched share says that the share is there: when it was there and no longer is,
 * nothing counts as deleted.
 */
export const MARKER = '.runlens-marker';
