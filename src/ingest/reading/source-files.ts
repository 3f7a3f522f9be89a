/** Reads the files of one source, and records their states for the ledger. */

import type { FileOutcome, WantedFile } from '../../domain/formats/format.ts';
import { MISSING, type SourceFile } from '../../domain/ledger/entry.ts';
import type { Folder, FoundFile, FoundSource } from '../ports/folder.ts';
import { contentOf, type Content, type Pause } from './content.ts';

/** The source has changed, or no longer exists: the dialogue ends. */
export type Interruption = { type: 'interrupted'; because: 'changing' | 'missing' };

export type SourceFiles = {
  /**
   * Reads a file that a format wants. A file that could not be read has the same outcome when it is wanted again, so that it
   * does not change within one dialogue.
   */
  read: (wanted: WantedFile, pause?: Pause) => Promise<FileOutcome | Interruption>;
  /** All files that belong to the source or were wanted; first the wanted ones, in their order. */
  known: () => SourceFile[];
  /** The latest modification time of the files; ISO 8601, UTC. */
  modifiedAt: () => string;
};

type Known = { content: Content; outcome: FileOutcome | undefined; file: FoundFile | undefined };

const CHANGING: Interruption = { type: 'interrupted', because: 'changing' };

export function createSourceFiles({ files }: FoundSource, folder: Pick<Folder, 'stream'>): SourceFiles {
  const found = new Map(files.map((file) => [file.path, file]));
  const wanted = new Map<string, Known>();

  function open(path: string): Known {
    const known = wanted.get(path);
    if (known !== undefined) return known;
    const opened: Known = { content: contentOf(path, folder), outcome: undefined, file: found.get(path) };
    wanted.set(path, opened);
    return opened;
  }

  async function read({ path, add }: WantedFile, pause?: Pause): Promise<FileOutcome | Interruption> {
    const known = open(path);
    if (known.outcome !== undefined && known.outcome.type !== 'read') return known.outcome;
    const isFirst = known.outcome === undefined;
    const reading = await known.content.read(add, pause);
    if (reading.type === 'read') {
      known.file = reading.file;
      known.outcome = { type: 'read', modifiedAt: reading.file.modifiedAt };
      return known.outcome;
    }
    // It could be read before, so the source has changed.
    if (!isFirst) return CHANGING;
    if (found.has(path) && (reading.type === 'missing' || reading.type === 'changing'))
      return { type: 'interrupted', because: found.size === 1 ? reading.type : 'changing' };
    known.outcome = reading;
    return reading;
  }

  return {
    read,
    known: () => [
      ...[...wanted].map(([path, { file }]) => ({ path, state: file?.state ?? MISSING })),
      ...files.filter(({ path }) => !wanted.has(path)).map(({ path, state }) => ({ path, state })),
    ],
    modifiedAt: () => {
      const times = [...files, ...[...wanted.values()].flatMap(({ file }) => file ?? [])];
      return times.map(({ modifiedAt }) => modifiedAt).reduce((a, b) => (a > b ? a : b));
    },
  };
}
