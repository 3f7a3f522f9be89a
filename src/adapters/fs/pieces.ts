/**
 * Reads the pieces of a file: synchronously if the file system answers from memory, through threads otherwise.
 *
 *   synchronous ──(a piece took long)──▶ through a thread, for a number of pieces ──▶ synchronous
 *
 * The page cache delivers a piece in microseconds, less than a thread takes to be given the request and to answer, and a
 * thread copies it into the cache of another core. A share or a disk answers late: a synchronous read would block the
 * process, and a thread can read the next piece while this one is processed.
 */

import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';

export type ReadPieces = (handle: FileHandle, size: number) => AsyncGenerator<Uint8Array>;

const PIECE_BYTES = 256 * 1024;

/** A piece that takes longer did not come from memory. */
const LONG_MILLISECONDS = 4;

/** How many pieces are read through threads before a synchronous read is tried again: 1 GiB of one large file. */
const AFTER_LONG = 4096;

/** How long reading may keep the event loop to itself. */
const TURN_MILLISECONDS = 10;

/**
 * Reads up to the size that the file had when it was found: one that grows all the time would never end. The pieces share
 * one buffer or two, because to allocate one per piece costs more than to read it. A consumer copies what it keeps.
 *
 * @param now in milliseconds; never goes back
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
      // Synchronous reads never yield to the event loop: let signals, timers and answers have their turn.
      if (isMore && now() - turnBegan > TURN_MILLISECONDS) {
        await turn();
        turnBegan = now();
      }
      if (isMore) next ??= begin();
    }
  };
}

/** `read`: the number of bytes read, or to be read. */
type Begun = { memory: Uint8Array; read: number | Promise<{ bytesRead: number }> };

function readThroughThread(handle: FileHandle, into: Uint8Array): Promise<{ bytesRead: number }> {
  const read = handle.read(into);
  // A consumer that stops early does not await it.
  read.catch(() => {});
  return read;
}
