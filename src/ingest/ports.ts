/** What the pipeline needs of the world. Adapters supply it; tests may supply a world with faults. */

import type { Place } from '../domain/absence.ts';
import type { RowIndex } from '../domain/backfill.ts';
import type { Index } from '../domain/documents/document.ts';
import type { Digest } from '../domain/documents/ids.ts';
import type { RowWriter } from '../domain/documents/growing-bytes.ts';
import type { FileMessage, FileState, Lease, LedgerEntry } from '../domain/ledger.ts';
import type { Attempt } from '../domain/outcome.ts';
import type { RowList } from '../domain/formats/format.ts';
import type { TextPlace } from '../domain/json/cut-lists.ts';
import type { Codec } from '../domain/shape.ts';
import type { Path, Problem } from '../domain/problem.ts';
import type { ItemResult } from '../domain/retry.ts';
import type { Observer } from './observer.ts';
import type { Outage } from './outage.ts';

/** A regular file as a scan finds it. `path` is relative to the watched folder, with `/`. */
export type FoundFile = {
  path: string;
  state: FileState;
  modifiedAt: string;
  /**
   * The last that happened to it was no write but a rename, a link or a change of its attributes, as far as the file
   * system tells: who writes under another name and renames is done by then.
   */
  isMoved: boolean;
};

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

/** All candidates, or why the folder cannot be read at the moment. */
export type Scan =
  /** `unseen`: files and subfolders that could not be looked at. `misnamed`: files whose names are not UTF-8. */
  | { type: 'scanned'; files: FoundFile[]; unseen: string[]; misnamed: string[]; place: Place }
  | { type: 'no-folder'; reason: string };

export type Folder = {
  /** Absolute, resolved: the folder's identity in the ledger. */
  root: string;
  /** All candidates (`*.json`, `*.json.gz`, nothing hidden or temporary), in the order of their paths. */
  scan: () => Promise<Scan>;
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

/** Where a text begins in its file. */
export type Origin = TextPlace & { file?: string };

/**
 * A row as JSON in UTF-8, from `start` up to `end` of the bytes, which stay as they are; `place` is to be asked before the
 * next one comes.
 */
export type TakeRow = (
  list: RowList,
  index: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  place: () => TextPlace,
) => void;

/**
 * Where the row that begins at `start` ends, told by whoever is going to take it; -1 where that is not known. Rows for which
 * it is need not be looked through twice.
 */
export type EndOfRow = (list: RowList, bytes: Uint8Array, start: number) => number;

/** Why content is no text; `truncated`: it may be the beginning of good text. */
export type TextFault = { message: FileMessage; truncated: boolean };

/** Takes content in pieces. Each function tells what is wrong with it; then it is no text, and wants no more. */
export type PieceReader = {
  add: (piece: Uint8Array) => TextFault | undefined;
  /** There are no more pieces. */
  end: () => TextFault | undefined;
};

/** A run file without its rows. Problems that are found in it are located in the whole file. */
export type HeadText = {
  text: string;
  locate: (problems: readonly Problem[]) => FileMessage[];
  explain: () => { messages: FileMessage[]; count: number };
};

/** JSON text into values and places; the part of reading that needs a library. */
export type TextReader = Codec & {
  /** Hands on the rows of a run file, one by one, and has its head at the end. Lines need not be counted where nobody asks. */
  document: (
    take: TakeRow,
    endOf: EndOfRow,
    arePlaced?: boolean,
  ) => PieceReader & { /** After the end. */ head: () => HeadText };
  /** Hands on the lines that hold something, one by one, as rows of this list. */
  lines: (list: RowList, take: TakeRow, endOf: EndOfRow) => PieceReader;
  /** The first syntax problems of a text that could not be parsed, and how many there are. */
  explain: (text: string, at: Path, origin: Origin) => { messages: FileMessage[]; count: number };
  /** Where problems stand in a text that could be parsed. The paths of the problems begin at the text, those told at `at`. */
  locate: (text: string, problems: readonly Problem[], at: Path, origin: Origin) => FileMessage[];
};

/** The fingerprint of several contents, one after the other; where one ends and the next begins counts. */
export type Fingerprint = {
  /** A piece of the content; how it is cut into pieces does not count. */
  add: (piece: Uint8Array) => void;
  endContent: () => void;
  value: () => string;
};

/** Where a document stood in the history of its index: a write can be made to depend on it. */
export type WriteToken = { sequence: number; term: number };

/** On what a write depends: that nobody has written the document since, or that it is not there yet. */
export type Condition = WriteToken | 'absent';

/**
 * One line of work for Elasticsearch; `body` is already JSON.
 *
 * With a version, it does nothing to a document of a higher version; it is done to one of the same version, so that
 * everything may be repeated. With a condition, it does nothing where that does not hold.
 */
export type Operation = {
  index: Index;
  id: string;
  routing?: string | undefined;
  version?: number;
  condition?: Condition;
} & ({ type: 'index'; body: string } | { type: 'delete' });

/** What the rows of one run have in common when they are written. */
export type RowTarget = { type: 'index'; index: Index; routing: string; version: number };

/** Whose turn it is: what an operation is about. */
export type Subject = { type: Operation['type']; index: Index; id: string };

/** The body of a bulk request in the making. Operations are numbered in the order in which they are added, from 0. */
export type Batch = {
  readonly count: number;
  /** What they take in the body. */
  readonly bytes: number;
  add: (operation: Operation) => void;
  addRow: (target: RowTarget, row: RowWriter) => void;
  /** Without the id, which has to be read from the body. */
  targetOf: (n: number) => Omit<Subject, 'id'>;
  subjectOf: (n: number) => Subject;
  /** Some of its operations, in a batch of their own. */
  only: (numbers: readonly number[]) => Batch;
  /** Nobody sends it any more, nor asks it for anything. */
  done: () => void;
};

export type ItemOutcome = ItemResult & { reason?: string; token?: WriteToken };

/** A document as a search finds it. No two writes to it leave it with the same version and token. */
export type Hit = {
  id: string;
  routing?: string;
  version: number;
  token: WriteToken;
  source: Record<string, unknown>;
};

/** A document of the ledger, and where it stood when it was read. A damaged one holds no entry. */
export type StoredEntry = { id: string; entry: LedgerEntry | undefined; token: WriteToken };

/** Which documents: all conditions hold. `terms` match any of their values. */
export type Selection = {
  index: Index;
  terms: Record<string, readonly (string | boolean)[]>;
  exclude?: Record<string, readonly (string | boolean)[]>;
  /** Fields to bring; all of them if not said. */
  fields?: readonly string[];
  routing?: string;
};

/** Which physical indices the documents of runs are in. */
export type Generation = {
  /** Changes when one of them is made anew. */
  id: string;
  /** One of them is refreshed as rarely as a backfill has it. */
  isRare: boolean;
};

export type Store = {
  batch: () => Batch;
  /** Sends a batch of this store in one request. The answer has one outcome for each operation, in order. */
  bulk: (batch: Batch) => Promise<Attempt<ItemOutcome[]>>;
  /** Makes what was written so far findable. */
  refresh: (indices: readonly Index[]) => Promise<Attempt<void>>;
  /** All documents of a selection, in pages, as they were when the walk began. */
  walk: (selection: Selection, pageSize?: number) => AsyncGenerator<Attempt<Hit[]>>;
  generation: () => Promise<Attempt<Generation>>;
  /** Moves the alias of the best runs' images to these runs. */
  showImagesOf: (runKeys: readonly string[]) => Promise<Attempt<'moved' | 'unchanged'>>;
  /** The ledger's entries of one folder. */
  readLedger: (folder: string) => AsyncGenerator<Attempt<StoredEntry[]>>;
  /** Some entries as they are at this moment, findable or not. */
  readEntries: (ids: readonly string[]) => Promise<Attempt<StoredEntry[]>>;
  /** Some experiments as they are at this moment, findable or not. */
  readExperiments: (ids: readonly string[]) => Promise<Attempt<Hit[]>>;
  /** The project files that are there, of all folders; for one project or for all. */
  readProjects: (project?: string) => AsyncGenerator<Attempt<LedgerEntry[]>>;
};

/** How often the indices of rows make by themselves findable what was written: for a backfill, see there. */
export type RefreshInterval = {
  /** There is no row in any of them, as far as a search finds. */
  hasNoRows: () => Promise<Attempt<boolean>>;
  /** Has an index refreshed rarely, unless somebody has said how often; that, it leaves alone. */
  makeRare: (index: RowIndex) => Promise<Attempt<void>>;
  /** What was made rare is as the cluster has it again, whoever has made it so. Gives the names of the indices. */
  putBack: () => Promise<Attempt<string[]>>;
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
  /** Milliseconds since 1970. */
  unix: () => number;
  /** Milliseconds that only grow. */
  elapsed: () => number;
  /** Resolves after that time, or at once when the signal is aborted. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  random: () => number;
};

/** Who this process is, and who else may still be alive. */
export type Self = {
  lease: Lease;
  /** Whether the holder of a lease is known to be dead: a process of this host that is no more. */
  isDead: (lease: Lease) => boolean;
};

export type World = {
  self: Self;
  folder: Folder;
  text: TextReader;
  store: Store;
  refreshInterval: RefreshInterval;
  digest: Digest;
  /** Begins a fingerprint of the content of files. */
  fingerprint: () => Fingerprint;
  clock: Clock;
  log: Log;
  observer: Observer;
  outage: Outage;
};
