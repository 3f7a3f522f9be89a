import { RUN_INDICES, type RunIndex } from '../../domain/documents/document.ts';
import type { FileMessage, FileStatus, LedgerEntry } from '../../domain/ledger/entry.ts';

/** What a pass did, in numbers, and what is wrong with which file. */
export type Tally = {
  /** Run and project files that were found. */
  files: number;
  /** Those of them that were looked at so far because they are new or changed. */
  seen: number;
  /** Entries of the ledger that are new or differ. */
  recorded: number;
  /** Runs of which all documents are indexed. */
  indexed: number;
  /** Runs of which Elasticsearch refused some documents. */
  partial: number;
  unchanged: number;
  rejected: number;
  /** Incomplete files that are young enough to become complete by themselves. */
  waiting: number;
  projects: number;
  documents: Record<RunIndex, number>;
  errors: { path: string; errors: readonly FileMessage[]; more: number }[];
  warnings: { path: string; warnings: readonly FileMessage[]; more: number }[];
};

export function emptyTally(): Tally {
  return {
    files: 0,
    seen: 0,
    recorded: 0,
    indexed: 0,
    partial: 0,
    unchanged: 0,
    rejected: 0,
    waiting: 0,
    projects: 0,
    documents: { experiments: 0, scores: 0, images: 0, series: 0 },
    errors: [],
    warnings: [],
  };
}

const COUNTS = [
  'files',
  'seen',
  'recorded',
  'indexed',
  'partial',
  'unchanged',
  'rejected',
  'waiting',
  'projects',
] as const;

/** Adds a part to the total, which it changes. */
export function addTally(total: Tally, part: Partial<Tally>): void {
  for (const key of COUNTS) total[key] += part[key] ?? 0;
  if (part.documents !== undefined)
    for (const index of RUN_INDICES) total.documents[index] += part.documents[index];
  total.errors.push(...(part.errors ?? []));
  total.warnings.push(...(part.warnings ?? []));
}

/**
 * One source that did not need to be read. A source that was rejected or partly indexed counts as such in every pass, so that
 * repeating a pass does not turn a failure into a success.
 *
 * @param entry tells what is wrong; undefined where another daemon has written it since
 */
export function tallyUnchanged(status: FileStatus | undefined, entry?: LedgerEntry): Partial<Tally> {
  if (status !== 'rejected' && status !== 'partial') return { files: 1, unchanged: 1 };
  return { files: 1, [status]: 1, ...(entry && errorsIn(entry)) };
}

function errorsIn({ path, errors, errorCount }: LedgerEntry): Partial<Tally> {
  return errorCount > 0 ? { errors: [{ path, errors, more: errorCount - errors.length }] } : {};
}

/**
 * One file, by what its new entry in the ledger says.
 *
 * @param ranking warnings that follow from the project's rules and are not part of the entry
 */
export function tallyRead(entry: LedgerEntry, ranking: readonly FileMessage[] = []): Partial<Tally> {
  const { path, status, content } = entry;
  if (status === 'gone') return {};
  if (status === 'waiting') return { waiting: 1 };
  const warnings = [...entry.warnings, ...ranking];
  const moreWarnings = entry.warningCount - entry.warnings.length;
  return {
    ...whatItIs(status, content),
    ...errorsIn(entry),
    ...(warnings.length + moreWarnings > 0 && { warnings: [{ path, warnings, more: moreWarnings }] }),
  };
}

function whatItIs(status: LedgerEntry['status'], content: LedgerEntry['content']): Partial<Tally> {
  if (status === 'rejected') return { rejected: 1 };
  if (content === undefined) return {};
  if (content.kind === 'project') return { projects: 1 };
  return { ...(status === 'partial' ? { partial: 1 } : { indexed: 1 }), documents: content.counts };
}
