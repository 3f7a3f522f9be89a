/** The content of a file that may be read more than once: to see whether it is good, and to send what is in it. */

import { sameState } from '../../domain/ledger/entry.ts';
import type { FileReading, Folder, FoundFile } from '../ports/folder.ts';

/** So much is kept: opening a small file again would cost more than its bytes. */
const KEPT_BYTES = 1024 * 1024;

/** Waits for what the last piece has led to, if there is anything to wait for. */
export type Pause = () => Promise<void> | undefined;

export type Content = {
  /**
   * Every reading after the first is `changing` where the file is no longer what it was.
   *
   * @param add takes a piece and says whether it wants the next one
   * @param pause called after each piece
   */
  read: (add: (piece: Uint8Array) => boolean, pause?: Pause) => Promise<FileReading>;
};

export function contentOf(path: string, folder: Pick<Folder, 'stream'>): Content {
  /** All of the file, once it was read to its end. */
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

/** Copies of the pieces of a content, as long as they are not too much. */
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
