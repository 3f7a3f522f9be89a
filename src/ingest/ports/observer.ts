/** How the pipeline tells the outside how it fares. Observers listen and never answer: nothing depends on them. */

import type { Index } from '../../domain/documents/document.ts';
import type { FileStatus } from '../../domain/ledger/entry.ts';

export type Observer = {
  /** Elasticsearch has taken that many documents of an index. */
  documents: (index: Index, count: number) => void;
  /** Content was read from files. */
  bytesRead: (bytes: number) => void;
  /** A file's documents can be found now: that long after the file was last changed. */
  searchable: (lagSeconds: number) => void;
  /** Something was sent again. */
  retried: () => void;
  /** Elasticsearch takes nothing at present. Told at each back-off; `reason` is a sentence without credentials. */
  paused: (reason: string, backOffSeconds: number) => void;
  /** Elasticsearch takes documents again. */
  resumed: () => void;
  /** A scan of the whole folder is through. `seconds` is how long it took, `at` when it ended, in Unix time. */
  scanned: (scan: { seconds: number; at: number }) => void;
  /** The folder cannot be read, until the next `scanned`. */
  folderUnreadable: (reason: string) => void;
  /** How many files have which status in the ledger now. */
  files: (counts: Readonly<Record<FileStatus, number>>) => void;
  /** Whether a watcher hints at changes; where it does not, they wait for the next scan. */
  watcher: (isUp: boolean) => void;
  /** The first backlog is through. */
  started: () => void;
};

const ignore = () => undefined;

/** For those who want to know nothing. */
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
