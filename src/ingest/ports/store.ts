/** Elasticsearch, as the pipeline needs it: documents in bulk, searches in pages, the ledger. */

import type { Index } from '../../domain/documents/document.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt } from '../../domain/model/outcome.ts';
import type { RowWriter } from '../../domain/rows/index.ts';
import type { ItemResult } from '../../domain/sending/retry.ts';

/** Identifies one write to a document, so that another write can depend on it (`if_seq_no`, `if_primary_term`). */
export type WriteToken = { sequence: number; term: number };

/** What a write depends on: that this was the last write to the document, or that there is no such document. */
export type Condition = WriteToken | 'absent';

/**
 * One write or delete. `body` is already JSON.
 *
 * With a version, it does nothing to a document of a higher version, but it is done to one of the same version, so that it can be
 * repeated (`external_gte`). With a condition, it does nothing where the condition does not hold.
 */
export type Operation = {
  index: Index;
  id: string;
  routing?: string | undefined;
  version?: number;
  condition?: Condition;
} & ({ type: 'index'; body: string } | { type: 'delete' });

/** What the writes of one run's rows have in common. */
export type RowTarget = { type: 'index'; index: Index; routing: string; version: number };

/** The document that an operation is about. */
export type Subject = { type: Operation['type']; index: Index; id: string };

/** The body of a bulk request that is being written. Operations are numbered from 0 in the order in which they are added. */
export type Batch = {
  readonly count: number;
  /** The length of the body so far. */
  readonly bytes: number;
  add: (operation: Operation) => void;
  addRow: (target: RowTarget, row: RowWriter) => void;
  /** All but the id, which has to be read from the body. */
  targetOf: (n: number) => Omit<Subject, 'id'>;
  subjectOf: (n: number) => Subject;
  /** Some of its operations, as another batch. */
  only: (numbers: readonly number[]) => Batch;
  /** Returns its memory to the pool. The batch must not be used afterwards. */
  release: () => void;
};

export type ItemOutcome = ItemResult & { reason?: string; token?: WriteToken };

/** A document as a search finds it. Every write to it changes its version or its token. */
export type Hit = {
  id: string;
  routing?: string;
  version: number;
  token: WriteToken;
  source: Record<string, unknown>;
};

/** A document of the ledger as it was read. `entry` is undefined where the document is damaged. */
export type StoredEntry = { id: string; entry: LedgerEntry | undefined; token: WriteToken };

/** Selects documents for which all conditions hold. A term holds for any of its values. */
export type Selection = {
  index: Index;
  terms: Record<string, readonly (string | boolean)[]>;
  exclude?: Record<string, readonly (string | boolean)[]>;
  /** Fields to return; all of them by default. */
  fields?: readonly string[];
  routing?: string;
};

/** Which physical indices the documents of runs are in. */
export type Generation = {
  /** Changes when one of them is deleted and recreated. */
  id: string;
  /** A backfill has left one of them with a rare refresh. */
  isRare: boolean;
};

export type Store = {
  batch: () => Batch;
  /**
   * Sends a batch of this store in one request.
   *
   * @returns one outcome for each operation, in order; fewer if the answer leaves some out
   */
  bulk: (batch: Batch) => Promise<Attempt<ItemOutcome[]>>;
  /** Makes what was written so far visible to searches. */
  refresh: (indices: readonly Index[]) => Promise<Attempt<void>>;
  /** All documents of a selection, in pages, as they were when the walk began. Ends after a failure. */
  walk: (selection: Selection, pageSize?: number) => AsyncGenerator<Attempt<Hit[]>>;
  generation: () => Promise<Attempt<Generation>>;
  /** Points the alias of the best runs' images at these runs. */
  showImagesOf: (runKeys: readonly string[]) => Promise<Attempt<'moved' | 'unchanged'>>;
  /** The ledger's entries of one folder. */
  readLedger: (folder: string) => AsyncGenerator<Attempt<StoredEntry[]>>;
  /** Some entries as they are now, visible to searches or not. Those that do not exist are left out. */
  readEntries: (ids: readonly string[]) => Promise<Attempt<StoredEntry[]>>;
  /** Some experiments as they are now, visible to searches or not. Those that do not exist are left out. */
  readExperiments: (ids: readonly string[]) => Promise<Attempt<Hit[]>>;
  /** The entries of project files, of all folders, for one project or for all. */
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
