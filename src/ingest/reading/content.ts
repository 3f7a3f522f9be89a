/** A file's content that is read more than once: first to see whether it is good, then to send what is in it. */

import { sameState } from '../../domain/ledger/entry.ts';
import type { FileReading, Folder, FoundFile, TakePiece } from '../ports/folder.ts';

/** So much is kept: opening a small file again would cost more than its bytes. */
const KEPT_BYTES = 1024 * 1024;

/** Every reading after the first is `changing` where the file is no longer what it was. */
export type Content = { read: (take: TakePiece) => Promise<FileReading> };

export function contentOf(path: string, folder: Pick<Folder, 'stream'>): Content {
  let pieces: Uint8Array[] | undefined = [];
  let bytes = 0;
  let first: FoundFile | undefined;

  async function readFirst(take: TakePiece): Promise<FileReading> {
    const reading = await folder.stream(path, (piece) => {
      bytes += piece.length;
      if (bytes > KEPT_BYTES) pieces = undefined;
      pieces?.push(piece.slice());
      return take(piece);
    });
    if (reading.type === 'read') first = reading.file;
    return reading;
  }

  return {
    read: async (take) => {
      if (first === undefined) return readFirst(take);
      if (pieces !== undefined) {
        for (const piece of pieces) if (!(await take(piece))) break;
        return { type: 'read', file: first };
      }
      const again = await folder.stream(path, take);
      return again.type === 'read' && sameState(again.file.state, first.state) ? again : { type: 'changing' };
    },
  };
}
