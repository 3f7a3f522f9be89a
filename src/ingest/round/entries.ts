/** The ledger's entries for what was read. */

import type { FileContent, LedgerEntry } from '../../domain/ledger/entry.ts';
import type { World } from '../ports/world.ts';
import type { Source } from '../reading/read-source.ts';

type Read = Source & { type: 'run' | 'project' | 'rejected' };

/** Where and when entries are made, and which generation of indices they speak of. */
export type EntryContext = Pick<World, 'folder' | 'clock'> & { generation: string };

/** What every entry says, whatever came of the file; `errors` are those of a rejected one. */
export function baseEntry(source: Read, version: number, { folder, clock, generation }: EntryContext) {
  const { file, sideFiles, warnings, warningCount } = source;
  return {
    folder: folder.root,
    path: file.path,
    state: file.state,
    version,
    modifiedAt: file.modifiedAt,
    sideFiles,
    errors: source.type === 'rejected' ? source.errors : [],
    errorCount: source.type === 'rejected' ? source.errorCount : 0,
    warnings,
    warningCount,
    generation,
    seenAt: clock.now(),
  };
}

/** @param before what the file said when it was last taken in; it is still in the indices */
export function rejectedEntry(
  source: Source & { type: 'rejected' },
  status: 'rejected' | 'waiting',
  { content: before, version }: { content: FileContent | undefined; version: number },
  world: EntryContext,
): LedgerEntry {
  return {
    ...baseEntry(source, version, world),
    status,
    problem: source.problem,
    ...(before && { content: before }),
  };
}

export function projectEntry(
  source: Source & { type: 'project' },
  content: FileContent,
  version: number,
  world: EntryContext,
): LedgerEntry {
  return { ...baseEntry(source, version, world), status: 'indexed', content };
}

/** A source whose run or project another file tells already. */
export function conflicting(
  source: Source & { type: 'run' | 'project' },
  holder: string,
): Source & { type: 'rejected' } {
  const { file, warnings, warningCount, sideFiles } = source;
  const [path, what] =
    source.type === 'run'
      ? ['run.id', `run "${source.run.id}" of project "${source.run.project}"`]
      : ['project', `project "${source.project.project}"`];
  const message = `${what} is already told by ${holder}: give this one another ${source.type === 'run' ? 'id' : 'project'}, or remove one of the two files`;
  return {
    type: 'rejected',
    file,
    problem: 'conflict',
    errors: [{ path, message }],
    errorCount: 1,
    warnings,
    warningCount,
    sideFiles,
  };
}
