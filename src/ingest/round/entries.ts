/** The ledger's entries for what was read. */

import type { FileContent, LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Source } from '../reading/read-source.ts';

type Read = Source & { type: 'run' | 'project' | 'rejected' };

/** What the entries of one session have in common. */
export type EntryContext = {
  /** The watched folder, as the ledger names it. */
  folder: string;
  /** The generation of the indices that the documents are written to. */
  generation: string;
  /** The time of day, as ISO 8601. */
  now: () => string;
};

/** The fields that every entry has, with the errors of a rejected source. */
export function baseEntry(source: Read, version: number, { folder, generation, now }: EntryContext) {
  const { path, files, modifiedAt, warnings, warningCount } = source;
  return {
    folder,
    path,
    version,
    files,
    modifiedAt,
    errors: source.type === 'rejected' ? source.errors : [],
    errorCount: source.type === 'rejected' ? source.errorCount : 0,
    warnings,
    warningCount,
    generation,
    seenAt: now(),
  };
}

/** @param held what the source said when it was last good: its documents are still in the indices */
export function rejectedEntry(
  source: Source & { type: 'rejected' },
  status: 'rejected' | 'waiting',
  { held, version }: { held: FileContent | undefined; version: number },
  context: EntryContext,
): LedgerEntry {
  return {
    ...baseEntry(source, version, context),
    status,
    problem: source.problem,
    ...(held && { content: held }),
  };
}

export function projectEntry(
  source: Source & { type: 'project' },
  content: FileContent,
  version: number,
  context: EntryContext,
): LedgerEntry {
  return { ...baseEntry(source, version, context), status: 'indexed', content };
}
