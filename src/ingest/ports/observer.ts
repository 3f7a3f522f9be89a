/** Tells the outside what the pipeline does, for metrics and status. Nothing depends on observers. */

import type { Index } from '../../domain/documents/document.ts';
import type { FileStatus } from '../../domain/ledger/entry.ts';

export type Observer = {
  /** Elasticsearch has accepted so many documents of an index. */
  documents: (index: Index, count: number) => void;
  /** Content was read from files. */
  bytesRead: (bytes: number) => void;
  /** A file's documents are visible to searches, so long after the file was last changed. */
  searchable: (lagSeconds: number) => void;
  /** A request is going to be sent again. */
  retried: () => void;
  /** Elasticsearch is not accepting writes. Told before each pause; `reason` is a sentence without credentials. */
  paused: (reason: string, backOffSeconds: number) => void;
  /** Elasticsearch accepts writes again. */
  resumed: () => void;
  /** A scan of the whole folder is complete. `seconds` is how long it took, `at` when it ended, in Unix time. */
  scanned: (scan: { seconds: number; at: number }) => void;
  /** The folder cannot be read, until the next `scanned`. */
  folderUnreadable: (reason: string) => void;
  /** How many files have which status in the ledger now. */
  files: (counts: Readonly<Record<FileStatus, number>>) => void;
  /** Whether a watcher reports changes; without one, they wait for the next scan. */
  watcher: (isUp: boolean) => void;
  /** All files that were there at the start have been processed. */
  started: () => void;
};

function ignore() {
  return undefined;
}

/** Ignores everything. */
export const silentObserver: Observer = {
  documents: ignore,
  bytesRead: ignore,
  searchable: ignore,
  retried: ignore,
  paused: ignore,
  resumed: ignore,
  scanned: ignore,
  folderUnreadable: ignore,
  files: ignore,
  watcher: ignore,
  started: ignore,
};
