/** The content of a file that is read several times: to check it, and to send its rows. */

import { sameState } from '../../domain/ledger/entry.ts';
import type { FileReading, Folder, FoundFile } from '../ports/folder.ts';

/** Up to this size the content is kept, because to open a small file again costs more than its memory. */
const KEPT_BYTES = 1024 * 1024;

/** Waits for requests that the last piece has caused, if there are any. */
export type Pause = () => Promise<void> | undefined;

export type Content = {
  /**
   * Reads the file. If it has changed since the first reading, the outcome is `changing`.
   *
   * @param add takes a piece, and returns whether to go on
   * @param pause called after each piece
   */
  read: (add: (piece: Uint8Array) => boolean, pause?: Pause) => Promise<FileReading>;
};

export function contentOf(path: string, folder: Pick<Folder, 'stream'>): Content {
  /** The whole content, after it was read to its end. */
  let kept: readonly Uint8Array[] | undefined;
  let first: FoundFile | undefined;

  return {
    read: async (add, pause = () => undefined) => {
      if (first !== undefined && kept !== undefined) {
        await addAll(kept, add, pause);
        return { type: 'read', file: first };
      }
      const keeping = createKeeping();
      const reading = await folder.stream(path, (piece) => {
        if (first === undefined) keeping.add(piece);
        const wants = add(piece);
        if (!wants) keeping.drop();
        const pausing = pause();
        return pausing === undefined ? wants : pausing.then(() => wants);
      });
      if (reading.type !== 'read') return reading;
      if (first !== undefined)
        return sameState(reading.file.state, first.state) ? reading : { type: 'changing' };
      first = reading.file;
      kept = keeping.pieces();
      return reading;
    },
  };
}

async function addAll(
  pieces: readonly Uint8Array[],
  add: (piece: Uint8Array) => boolean,
  pause: Pause,
): Promise<void> {
  for (const piece of pieces) {
    const wants = add(piece);
    await pause();
    if (!wants) return;
  }
}

/** Keeps copies of the pieces of a content up to the limit. */
function createKeeping() {
  let pieces: Uint8Array[] | undefined = [];
  let bytes = 0;
  function drop(): void {
    pieces = undefined;
  }
  return {
    add: (piece: Uint8Array) => {
      bytes += piece.length;
      if (bytes > KEPT_BYTES) drop();
      pieces?.push(piece.slice());
    },
    drop,
    pieces: () => pieces,
  };
}
