import { constants, type BigIntStats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FileReading, TakePiece } from '../../ingest/ports/folder.ts';
import { createReadPieces } from './pieces.ts';
import { foundFile } from './state.ts';
import { isGone } from './system-error.ts';

const MEBIBYTE = 1024 * 1024;

/** Far more than the rows of a run. A few megabytes of .gz can decompress to thousands of times their size. */
const LONGEST_BYTES = 8 * 1024 * MEBIBYTE;

const PIECE_BYTES = 256 * 1024;

/**
 * Reads a file piece by piece, and makes sure that it does not change meanwhile.
 *
 * Opens regular files only (a FIFO would block), follows no symbolic link, and does not leave the folder.
 *
 * @param take returns whether to go on
 */
export async function stream(root: string, path: string, take: TakePiece): Promise<FileReading> {
  let handle: FileHandle;
  try {
    const folder = await realpath(dirname(join(root, path)));
    if (folder !== root && !folder.startsWith(root === '/' ? root : `${root}/`)) {
      return { type: 'unreadable', reason: 'it lies outside the watched folder' };
    }
    handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return failed(error);
  }
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return { type: 'unreadable', reason: 'it is not a regular file' };
    const isPacked = path.toLowerCase().endsWith('.gz');
    if (!isPacked && before.size > LONGEST_BYTES) return tooLarge(Number(before.size));
    const content = readPieces(handle, Number(before.size));
    const ended = await takeAll(isPacked ? unpacked(content) : content, take);
    const after = await handle.stat({ bigint: true });
    if (changed(before, after)) return { type: 'changing' };
    if (ended.type === 'failed') return ended.failure;
    const isWhole = isPacked || ended.type === 'stopped' || BigInt(ended.bytes) === after.size;
    return isWhole ? { type: 'read', file: foundFile(path, after) } : { type: 'changing' };
  } catch (error) {
    return failed(error);
  } finally {
    await handle.close();
  }
}

type Ended = { type: 'end'; bytes: number } | { type: 'stopped' } | { type: 'failed'; failure: FileReading };

async function takeAll(pieces: AsyncIterable<Uint8Array>, take: TakePiece): Promise<Ended> {
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > LONGEST_BYTES) return { type: 'failed', failure: tooLarge() };
      const wants = take(piece);
      // Most takers return no promise, and to await a plain value costs time.
      if (!(typeof wants === 'boolean' ? wants : await wants)) return { type: 'stopped' };
    }
  } catch (error) {
    return { type: 'failed', failure: failed(error) };
  }
  return { type: 'end', bytes };
}

const readPieces = createReadPieces();

/** Decompresses no more than is consumed: a consumer that stops also stops the decompression. */
async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(copied(pieces), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  // A failure of either stream ends the other, and surfaces in the loop below.
  pipeline(packed, gunzip, () => {});
  try {
    for await (const { buffer, byteOffset, length } of gunzip as AsyncIterable<Buffer>)
      yield new Uint8Array(buffer, byteOffset, length);
  } finally {
    packed.destroy();
  }
}

/** A stream reads ahead, so each piece needs memory of its own. */
async function* copied(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield piece.slice();
}

function changed(before: BigIntStats, after: BigIntStats): boolean {
  return before.size !== after.size || before.mtimeNs !== after.mtimeNs;
}

function tooLarge(bytes?: number): FileReading {
  const size = bytes === undefined ? 'unpacked it has' : `it has ${Math.ceil(bytes / MEBIBYTE)} MiB,`;
  return {
    type: 'unreadable',
    reason: `${size} more than the 8 GiB that one file may have: split the run, or log fewer rows`,
  };
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied: let the user that runs runlens read it',
  EPERM: 'permission denied: let the user that runs runlens read it',
  ELOOP: 'it is a symbolic link, which is not followed',
  ENXIO: 'it is not a regular file',
  EISDIR: 'it is a folder',
};

/** @throws an error that is not the system's: a bug, possibly of `take` */
function failed(error: unknown): FileReading {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (isGone(code)) return { type: 'missing' };
  if (code === 'Z_BUF_ERROR') {
    const reason = 'it ends in .gz, but too early: it is truncated, or still being written';
    return { type: 'truncated', reason };
  }
  if (code.startsWith('Z_'))
    return { type: 'unreadable', reason: `it ends in .gz but cannot be unpacked (${message})` };
  return { type: 'unreadable', reason: REASONS[code] ?? `the system says ${code}` };
}
