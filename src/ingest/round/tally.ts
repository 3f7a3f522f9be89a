import type { FileMessage, LedgerEntry } from '../../domain/ledger/entry.ts';

/** What a pass did, in numbers, and what it could not take, by name. */
export type Tally = {
  /** Run and project files that were found. */
  files: number;
  /** Those of them that were read so far. */
  seen: number;
  /** Entries of the ledger that are new or differ. */
  recorded: number;
  /** Runs that are in, whole. */
  indexed: number;
  /** Runs that are in, but for some documents that Elasticsearch refused. */
  partial: number;
  unchanged: number;
  rejected: number;
  /** Incomplete and still young. */
  waiting: number;
  projects: number;
  documents: { experiments: number; scores: number; images: number; series: number };
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

/**
 * Counts one file that needed nothing. What is wrong with it is still wrong: a rejected file is told every time, so
 * that no repetition turns it into a success.
 */
export function countUnchanged(tally: Tally, entry: LedgerEntry | undefined): void {
  tally.files += 1;
  if (entry?.status !== 'rejected' && entry?.status !== 'partial') {
    tally.unchanged += 1;
    return;
  }
  tally[entry.status] += 1;
  tally.errors.push({ path: entry.path, errors: entry.errors, more: entry.errorCount - entry.errors.length });
}

/** Counts one file by what its new entry in the ledger says; `ranking` are the warnings that are no part of it. */
export function count(tally: Tally, entry: LedgerEntry, ranking: readonly FileMessage[] = []): void {
  const { path, status, content, errors, errorCount } = entry;
  const warnings = [...entry.warnings, ...ranking];
  const warningCount = entry.warningCount + ranking.length;
  if (status === 'waiting') {
    tally.waiting += 1;
    return;
  }
  if (status === 'rejected') tally.rejected += 1;
  else if (content?.kind === 'project') tally.projects += 1;
  else if (content !== undefined) {
    tally[status === 'partial' ? 'partial' : 'indexed'] += 1;
    for (const index of ['experiments', 'scores', 'images', 'series'] as const)
      tally.documents[index] += content.counts[index];
  }
  if (errorCount > 0) tally.errors.push({ path, errors, more: errorCount - errors.length });
  if (warningCount > 0) tally.warnings.push({ path, warnings, more: warningCount - warnings.length });
}
