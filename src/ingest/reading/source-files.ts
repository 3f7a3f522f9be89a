/** The files of a source while it is read: what they hold, and how the ledger is going to know them. */

import type { FileOutcome, WantedFile } from '../../domain/formats/format.ts';
import { MISSING, type SourceFile } from '../../domain/ledger/entry.ts';
import type { Folder, FoundFile, FoundSource } from '../ports/folder.ts';
import { contentOf, type Content, type Pause } from './content.ts';

/** The source cannot be read to its end: it is not what it was, or has gone. */
export type Interruption = { type: 'interrupted'; because: 'changing' | 'missing' };

export type SourceFiles = {
  /**
   * Reads a file that a format wants. What was not read the first time is not tried again: within one dialogue a file is
   * always the same.
   */
  read: (wanted: WantedFile, pause?: Pause) => Promise<FileOutcome | Interruption>;
  /** All files that belong to the source or were wanted, the one that was wanted first as the first. */
  known: () => SourceFile[];
  /** When the last of them was changed; ISO 8601, UTC. */
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
    // It was there a moment ago.
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
