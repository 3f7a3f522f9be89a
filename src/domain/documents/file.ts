/** The ledger's entries as documents of `files`, and back. */

import {
  bytesOf,
  FILE_STATUSES,
  type FileContent,
  type FileMessage,
  type FileProblem,
  type Lease,
  type LedgerEntry,
  type SourceFile,
} from '../ledger/entry.ts';
import { millisecondsBetween } from '../model/time.ts';
import type { Document } from './document.ts';
import { fileId } from './ids.ts';
import type { Digest } from '../model/digest.ts';

export function fileDocument(entry: LedgerEntry, digest: Digest): Document {
  const { content } = entry;
  const run = content?.kind === 'run' ? content : undefined;
  return {
    index: 'files',
    id: fileId(digest, entry.folder, entry.path),
    body: {
      folder: entry.folder,
      path: entry.path,
      status: entry.status,
      version: entry.version,
      lease: entry.lease,
      intended: entry.intended,
      size: bytesOf(entry.files),
      modified_at: entry.modifiedAt,
      files: entry.files.map(({ path, state }) => ({
        path,
        size: state.size,
        modified_ns: state.modifiedNs,
        inode: state.inode,
      })),
      kind: content?.kind,
      project: content?.project,
      run: run?.run,
      revision: run?.revision,
      counts: run?.counts,
      format: content?.kind === 'project' ? content.format : undefined,
      settings: content?.kind === 'project' ? content.original : undefined,
      error_type: entry.problem,
      error: entry.errors[0]?.message,
      problems: problemsOf(entry),
      errors: entry.errors,
      error_count: entry.errorCount,
      warnings: entry.warnings,
      warning_count: entry.warningCount,
      generation: entry.generation,
      seen_at: entry.seenAt,
      lag_seconds: Math.max(0, millisecondsBetween(entry.modifiedAt, entry.seenAt) / 1000),
    },
  };
}

/** More than these are counted: they are read in the cell of a table. */
const TOLD_PROBLEMS = 10;

/** All that is wrong with a file, for people: a line each, with its place. */
function problemsOf({ errors, errorCount }: LedgerEntry): string | undefined {
  if (errors.length === 0) return undefined;
  const lines = errors.slice(0, TOLD_PROBLEMS).map(problemLine);
  const more = Math.max(errorCount, errors.length) - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** `metrics.test.iou, line 12, column 5: must be a number`. What concerns the file as a whole has no place. */
function problemLine({ path, file, line, column, message }: FileMessage): string {
  const place = [
    path,
    file,
    line === undefined ? undefined : `line ${line}`,
    column === undefined ? undefined : `column ${column}`,
  ].filter((part) => part !== undefined && part !== '');
  return place.length === 0 ? message : `${place.join(', ')}: ${message}`;
}

type Source = Record<string, unknown>;

/** Undefined for a document that does not look like an entry: the file is then read again, which does no harm. */
export function fileEntry(source: Source): LedgerEntry | undefined {
  const { folder, path, modified_at: modifiedAt, seen_at: seenAt } = source;
  const status = FILE_STATUSES.find((known) => known === source['status']);
  const texts = [folder, path, modifiedAt, seenAt];
  if (status === undefined || texts.some((text) => typeof text !== 'string')) return undefined;
  const content = fileContent(source);
  return {
    folder: folder as string,
    path: path as string,
    status,
    version: versionOf(source['version']),
    ...leaseOf(source['lease']),
    ...intendedIn(source['intended']),
    files: listOf<Source>(source['files']).map(fileOf),
    modifiedAt: modifiedAt as string,
    ...(content && { content }),
    ...(typeof source['error_type'] === 'string' && { problem: source['error_type'] as FileProblem }),
    errors: listOf<FileMessage>(source['errors']),
    errorCount: Number(source['error_count'] ?? 0),
    warnings: listOf<FileMessage>(source['warnings']),
    warningCount: Number(source['warning_count'] ?? 0),
    generation: textOf(source['generation']),
    seenAt: seenAt as string,
  };
}

function fileContent(source: Source): FileContent | undefined {
  const { kind, project, run, revision, counts, format, settings } = source;
  if (typeof project !== 'string') return undefined;
  if (kind === 'project' && typeof settings === 'string')
    return { kind, project, format: textOf(format), original: settings };
  if (kind !== 'run' || typeof run !== 'object' || run === null || typeof revision !== 'string')
    return undefined;
  const content = { kind, project, run, revision, counts } as FileContent & { kind: 'run' };
  return content.run.key === undefined || content.counts === undefined ? undefined : content;
}

/** What lies in `intended` was written by this module: whole contents. */
function intendedIn(value: unknown): { intended?: FileContent[] } {
  const intended = listOf<Source>(value).filter(
    ({ kind, run, revision }) => kind === 'run' && typeof run === 'object' && typeof revision === 'string',
  );
  return intended.length > 0 ? { intended: intended as FileContent[] } : {};
}

function versionOf(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : 0;
}

function leaseOf(value: unknown): { lease?: Lease } {
  const { session, host, process } = (value ?? {}) as Partial<Lease>;
  return session !== undefined && host !== undefined && process !== undefined
    ? { lease: { session, host, process } }
    : {};
}

function fileOf({ path, size, modified_ns: modifiedNs, inode }: Source): SourceFile {
  const state = { size: Number(size ?? 0), modifiedNs: textOf(modifiedNs), inode: textOf(inode) };
  return { path: textOf(path), state };
}

/** One for all: a ledger of 100,000 entries has 300,000 empty lists. */
const EMPTY: never[] = [];

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) && value.length > 0 ? (value as T[]) : EMPTY;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
