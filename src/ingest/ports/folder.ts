/** The watched folder: its sources, the content of its files, and events. */

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
   * Its last change was not a write but a rename, a link or a change of its attributes, as far as the file system shows. A
   * program that writes to a temporary name and renames the file has finished by then.
   */
  isMoved: boolean;
};

/** A source as it was found: at least one file, sorted by path. */
export type FoundSource = { path: string; files: readonly FoundFile[] };

/** The outcome of reading a file piece by piece. Only `read` means that all pieces were of one content. */
export type FileReading =
  | { type: 'read'; file: FoundFile }
  /** It changed while it was being read. */
  | { type: 'changing' }
  | { type: 'missing' }
  /** Its compressed content ends too early; the reason is a sentence. */
  | { type: 'truncated'; reason: string }
  /** Not a regular file, outside the folder, no permission, too large …; the reason is a sentence. */
  | { type: 'unreadable'; reason: string };

/** All sources, or why the folder cannot be read at the moment. */
export type Scan =
  /**
   * `unseen`: files and subfolders that could not be read. A source that may have files in them is left out. `misnamed`:
   * files whose names are not UTF-8.
   */
  | { type: 'scanned'; sources: FoundSource[]; unseen: string[]; misnamed: string[]; place: Place }
  | { type: 'no-folder'; reason: string };

export type Folder = {
  /** Absolute, resolved: the folder's identity in the ledger. */
  root: string;
  /** Which source a file belongs to, by its path. */
  memberOf: Formats['memberOf'];
  /** All sources, sorted by path, without hidden files and folders. */
  scan: () => Promise<Scan>;
  /** A source with the files that it has now; undefined if it has none. */
  find: (source: string) => Promise<FoundSource | undefined>;
  /** One regular file; undefined if it does not exist. */
  look: (path: string) => Promise<FoundFile | undefined>;
  /**
   * Reads the content in pieces of any size, decompressed if the name ends in `.gz`. A piece is valid until `take` is called
   * with the next one.
   */
  stream: (path: string, take: TakePiece) => Promise<FileReading>;
};

/** @returns whether to go on */
export type TakePiece = (piece: Uint8Array) => boolean | Promise<boolean>;

export type WatcherEvents = {
  /** Something may have happened at this path. */
  hint: (path: string) => void;
  /** Changes from now on are reported. Earlier changes may not have been. */
  ready: () => void;
  /** It has failed and may miss all changes, or it works again. */
  up: (isUp: boolean, reason?: string) => void;
};

/** Reports paths at which something may have changed. It may miss some, which the next scan finds. */
export type Watcher = (root: string, events: WatcherEvents) => { close: () => Promise<void> };

/**
 * A file of this name in the watched folder shows that the share is mounted. If it disappears, no source counts as deleted.
 */
export const MARKER = '.runlens-marker';
