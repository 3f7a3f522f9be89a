/** The state of the ledger, over all files or those of one watched folder. */

import { fileEntry } from '../documents/file.ts';
import { FILE_STATUSES, type FileMessage, type FileStatus } from '../ledger/entry.ts';
import type { Condition, SearchAnswer, SearchRequest } from './search.ts';

/** The most rejected or partial files that are listed. Others are only counted. */
export const LISTED_FILES = 1000;

const troubled: readonly FileStatus[] = ['rejected', 'partial', 'waiting'];

/**
 * The rejected, partial and waiting files, sorted by path.
 *
 * @param folder the watched folder as in the ledger; undefined: all folders
 */
export function statusRequest(folder: string | undefined): SearchRequest {
  return {
    target: 'files',
    size: LISTED_FILES,
    filter: [...within(folder), { terms: { status: troubled } }],
    sort: [{ path: 'asc' }],
  };
}

/** The number of files by status, and the last activity. */
export function statusCountsRequest(folder: string | undefined): SearchRequest {
  return {
    target: 'files',
    size: 0,
    filter: within(folder),
    aggregations: {
      statuses: { terms: { field: 'status', size: FILE_STATUSES.length } },
      last_activity: { max: { field: 'seen_at' } },
    },
  };
}

export type Trouble = {
  path: string;
  status: FileStatus;
  errors: readonly FileMessage[];
  more: number;
  seen_at: string;
};

export type Status = {
  files: number;
  indexed: number;
  partial: number;
  rejected: number;
  waiting: number;
  gone: number;
  last_activity: string | null;
  rejections: Trouble[];
  partials: Trouble[];
  /** Truncated files, and files whose side file does not exist yet. */
  waits: Trouble[];
};

/** @param unread the number of files of the folder that are still to be read; undefined if no folder was given */
export function status(counts: SearchAnswer, listed: SearchAnswer, unread: number | undefined): Status {
  const of = (name: FileStatus) => counts.buckets['statuses']?.find(({ key }) => key === name)?.count ?? 0;
  const troubles = listed.hits
    .flatMap((hit) => fileEntry(hit) ?? [])
    .map(({ path, status: state, errors, errorCount, seenAt }): Trouble => ({
      path,
      status: state,
      errors,
      more: errorCount - errors.length,
      seen_at: seenAt,
    }));
  return {
    files: FILE_STATUSES.filter((name) => name !== 'gone').reduce((sum, name) => sum + of(name), 0),
    indexed: of('indexed'),
    partial: of('partial'),
    rejected: of('rejected'),
    waiting: unread ?? of('waiting') + of('reading'),
    gone: of('gone'),
    last_activity: counts.maxima['last_activity'] ?? null,
    rejections: troubles.filter((trouble) => trouble.status === 'rejected'),
    partials: troubles.filter((trouble) => trouble.status === 'partial'),
    waits: troubles.filter((trouble) => trouble.status === 'waiting'),
  };
}

function within(folder: string | undefined): Condition[] {
  return folder === undefined ? [] : [{ term: { folder } }];
}
