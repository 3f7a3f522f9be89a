/** Elasticsearch, as the pipeline needs it: documents in bulk, searches in pages, the ledger. */

import type { Index } from '../../domain/documents/document.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { RowWriter } from '../../domain/rows/index.ts';
import type { ItemResult } from '../../domain/sending/retry.ts';

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

/** How often Elasticsearch refreshes the indices of rows by itself; see `sending/backfill.ts`. */
export type RefreshInterval = {
  /** Whether none of them has a row, as far as a search finds. */
  hasNoRows: () => Promise<Attempt<boolean>>;
  /** Makes it rare, except where somebody has chosen an interval. */
  makeRare: () => Promise<Attempt<void>>;
  /** Removes what `makeRare` has set, in this process or another. Gives the names of the indices that had it. */
  putBack: () => Promise<Attempt<string[]>>;
};
