/**
 * The pieces of a file, as fast as the file system gives them.
 *
 *   at once ──(one took long)──▶ through a thread, for a while ──▶ at once
 *
 * What lies in memory is copied in microseconds, less than it takes to hand the question to a thread and to wait for its
 * answer; and what a thread has copied is far away from the processor that looks at it. A share, or a disk that has to be
 * read, answers late: then nothing else could go on meanwhile, and the next piece is asked for while one is looked at.
 */

import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';

export type ReadPieces = (handle: FileHandle, size: number) => AsyncGenerator<Uint8Array>;

const PIECE_BYTES = 256 * 1024;

/** A piece that takes longer was waited for. */
const LONG_MILLISECONDS = 4;

/** So many are read through threads before it is tried again: of one large file a gigabyte. */
const AFTER_LONG = 4096;

/** How long nothing else goes on where nobody is waited for, in milliseconds. */
const TURN_MILLISECONDS = 10;

/**
 * No more than the size that a file had: one that grows all the time would never end. Pieces come in the same memory again and
 * again: to collect that of each would cost more than reading.
 *
 * @param now milliseconds that only grow
 */
export function createReadPieces(now: () => number = () => performance.now()): ReadPieces {
  let throughThreads = 0;
  let turnBegan = now();

  function readAtOnce({ fd }: FileHandle, into: Uint8Array): number {
    const begun = now();
    const bytes = readSync(fd, into);
    if (now() - begun > LONG_MILLISECONDS) throughThreads = AFTER_LONG;
    return bytes;
  }

  return async function* readPieces(handle, size) {
    let left = size;
    const spare: Uint8Array[] = [];
    function begin(): Begun {
      const memory =
        spare.pop() ?? new Uint8Array(Buffer.allocUnsafeSlow(Math.min(size, PIECE_BYTES)).buffer);
      const wanted = memory.subarray(0, Math.min(left, memory.length));
      if (throughThreads === 0) return { memory, read: readAtOnce(handle, wanted) };
      throughThreads -= 1;
      return { memory, read: readThroughThread(handle, wanted) };
    }
    let next = left > 0 ? begin() : undefined;
    while (next !== undefined) {
      const { memory, read }: Begun = next;
      const bytes = typeof read === 'number' ? read : (await read).bytesRead;
      if (bytes === 0) return;
      left -= bytes;
      const isMore = left > 0;
      next = isMore && throughThreads > 0 ? begin() : undefined;
      yield memory.subarray(0, bytes);
      spare.push(memory);
      // Reading at once and looking at what was read wait for nothing: signals, answers and clocks would have to.
      if (isMore && now() - turnBegan > TURN_MILLISECONDS) {
        await turn();
        turnBegan = now();
      }
      if (isMore) next ??= begin();
    }
  };
}

/** `read`: how many bytes there are in the memory by now, or will be. */
type Begun = { memory: Uint8Array; read: number | Promise<{ bytesRead: number }> };

function readThroughThread(handle: FileHandle, into: Uint8Array): Promise<{ bytesRead: number }> {
  const read = handle.read(into);
  // Whoever has seen enough never hears of it.
  read.catch(() => {});
  return read;
}
