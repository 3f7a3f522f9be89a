import { constants, type BigIntStats } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FileReading } from '../../ingest/ports.ts';
import { foundFile } from './state.ts';

/** A JavaScript string holds 2^29 − 24 characters; what is larger cannot be parsed in one piece. */
const LARGEST_BYTES = 512 * 1024 * 1024;

const unzip = promisify(gunzip);

/**
 * Reads a whole file, and makes sure that it did not change meanwhile.
 *
 * Never opens what is not a regular file (a FIFO would block), never follows a symbolic link, never leaves the folder.
 */
export async function read(root: string, path: string): Promise<FileReading> {
  let handle: FileHandle;
  try {
    const folder = await realpath(dirname(join(root, path)));
    if (folder !== root && !folder.startsWith(root === '/' ? root : `${root}/`)) {
      return { type: 'unreadable', reason: 'it lies outside the watched folder' };
    }
    handle = await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return unopened(error);
  }
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return { type: 'unreadable', reason: 'it is not a regular file' };
    if (before.size > LARGEST_BYTES) return tooLarge(Number(before.size));
    const content = await handle.readFile();
    const after = await handle.stat({ bigint: true });
    if (changed(before, after) || BigInt(content.length) !== after.size) return { type: 'changing' };
    const bytes = path.toLowerCase().endsWith('.gz') ? await unpack(content) : content;
    return bytes instanceof Uint8Array ? { type: 'read', bytes, file: foundFile(path, after) } : bytes;
  } catch (error) {
    return unopened(error);
  } finally {
    await handle.close();
  }
}

function changed(before: BigIntStats, after: BigIntStats): boolean {
  return before.size !== after.size || before.mtimeNs !== after.mtimeNs;
}

async function unpack(content: Uint8Array): Promise<Uint8Array | FileReading> {
  try {
    return await unzip(content, { maxOutputLength: LARGEST_BYTES });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(undefined);
    return {
      type: 'unreadable',
      reason: `it ends in .gz but cannot be unpacked (${(error as Error).message})`,
    };
  }
}

function tooLarge(bytes: number | undefined): FileReading {
  const size = bytes === undefined ? 'unpacked it has' : `it has ${Math.round(bytes / 1024 / 1024)} MiB,`;
  return {
    type: 'unreadable',
    reason: `${size} more than the ${LARGEST_BYTES / 1024 / 1024} MiB that one file may have`,
  };
}

const REASONS: Record<string, string> = {
  EACCES: 'permission denied: let the user that runs runlens read it',
  EPERM: 'permission denied: let the user that runs runlens read it',
  ELOOP: 'it is a symbolic link, which is not followed',
  ENXIO: 'it is not a regular file',
  EISDIR: 'it is a folder',
};

function unopened(error: unknown): FileReading {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { type: 'missing' };
  return {
    type: 'unreadable',
    reason: REASONS[code] ?? `the system says ${code === '' ? String(error) : code}`,
  };
}
