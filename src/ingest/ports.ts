/** What the pipeline needs of the world. Adapters supply it; tests may supply a world with faults. */

import type { Index } from '../domain/documents/document.ts';
import type { Digest } from '../domain/documents/ids.ts';
import type { FileMessage, FileState, LedgerEntry } from '../domain/ledger.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { Problem } from '../domain/problem.ts';
import type { ItemResult } from '../domain/retry.ts';

/** A regular file as a scan finds it. `path` is relative to the watched folder, with `/`. */
export type FoundFile = { path: string; state: FileState; modifiedAt: string };

export type FileReading =
  | { type: 'read'; bytes: Uint8Array; file: FoundFile }
  /** It changed while it was read: it is still being written. */
  | { type: 'changing' }
  | { type: 'missing' }
  /** Not a regular file, outside the folder, no permission, too large …; in a sentence. */
  | { type: 'unreadable'; reason: string };

export type Folder = {
  /** Absolute, resolved: the folder's identity in the ledger. */
  root: string;
  /** All candidates (`*.json`, `*.json.gz`, nothing hidden or temporary), in the order of their paths. */
  scan: () => Promise<FoundFile[]>;
  /** The state of one regular file, or undefined where there is none. */
  look: (path: string) => Promise<FoundFile | undefined>;
  /** The whole content, unpacked where the name ends in `.gz`. */
  read: (path: string) => Promise<FileReading>;
};

/** Tells of paths in the folder at which something may have happened. It may miss some: it hints, the scan knows. */
export type Watcher = (
  root: string,
  hint: (path: string) => void,
  failed: (reason: string) => void,
) => { close: () => Promise<void> };

/** JSON text into values and places; the part of reading that needs a library. */
export type TextReader = {
  decode: (
    bytes: Uint8Array,
  ) => { type: 'text'; text: string } | { type: 'not-text'; message: FileMessage; truncated: boolean };
  /** All syntax problems of a text that could not be parsed. */
  explain: (text: string) => FileMessage[];
  /** Where problems stand in a text that could be parsed. */
  locate: (text: string, problems: readonly Problem[]) => FileMessage[];
};

/** One line of work for Elasticsearch; `body` is already JSON text. */
export type Operation =
  | { type: 'index' | 'update'; index: Index; id: string; routing?: string | undefined; body: string }
  | { type: 'delete'; index: Index; id: string; routing?: string | undefined };

export type ItemOutcome = ItemResult & { reason?: string };

/** A document as a search finds it. */
export type Hit = { id: string; routing?: string; source: Record<string, unknown> };

/** Which documents: all conditions hold. `terms` match any of their values. */
export type Selection = {
  index: Index;
  terms: Record<string, readonly (string | boolean)[]>;
  exclude?: Record<string, readonly (string | boolean)[]>;
  /** Fields to bring; all of them if not said. */
  fields?: readonly string[];
  routing?: string;
};

export type Store = {
  /** Sends operations in one request. The answer has one outcome for each, in order. */
  bulk: (operations: readonly Operation[]) => Promise<Attempt<ItemOutcome[]>>;
  /** Makes what was written so far findable. */
  refresh: (indices: readonly Index[]) => Promise<Attempt<void>>;
  /** All documents of a selection, in pages, as they were when the walk began. */
  walk: (selection: Selection, pageSize?: number) => AsyncGenerator<Attempt<Hit[]>>;
  /** Moves the alias of the best runs' images to these runs. */
  showImagesOf: (runKeys: readonly string[]) => Promise<Attempt<'moved' | 'unchanged'>>;
  /** The ledger's entries of one folder. */
  readLedger: (folder: string) => AsyncGenerator<Attempt<LedgerEntry[]>>;
  /** The project files that are in force, of all folders or for one project. */
  readProjects: (project?: string) => AsyncGenerator<Attempt<LedgerEntry[]>>;
};

export type Log = {
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
};

export type Clock = {
  /** ISO 8601, UTC. */
  now: () => string;
  /** Milliseconds that only grow. */
  elapsed: () => number;
  /** Resolves after that time, or at once when the signal is aborted. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  random: () => number;
};

export type World = {
  folder: Folder;
  text: TextReader;
  store: Store;
  digest: Digest;
  /** Of the content of files, one after the other. */
  fingerprint: (contents: readonly Uint8Array[]) => string;
  clock: Clock;
  log: Log;
};
