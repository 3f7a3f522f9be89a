/** What the file system says about a path where a folder is expected. */

import { lstat, lstatSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isGone, isRefused } from './system-error.ts';

/** With a callback, because the promises of `node:fs` take twice the processor time. */
export function kindOf(path: string): Promise<'folder' | 'refused' | 'other' | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    lstat(path, (error, stats) => {
      if (error !== null) resolve(isGone(error.code) ? 'other' : isRefused(error.code) ? 'refused' : error);
      else resolve(stats.isDirectory() ? 'folder' : 'other');
    });
  });
}

/** The entries of a folder, or why it cannot be listed. */
export async function entriesOf(path: string, timesLeft = 3): Promise<Dirent[] | NodeJS.ErrnoException> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    // If the file system does not tell the kinds of entries, Node.js calls lstat on each: an entry has gone meanwhile.
    return failure.syscall === 'lstat' && timesLeft > 0 ? entriesOf(path, timesLeft - 1) : failure;
  }
}

/**
 * Tells a folder from another one that has taken its path: a recreated folder often has the inode of its predecessor, but
 * a later time of birth. Undefined if the file system has no time of birth.
 */
export function identityOf(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeNs } = lstatSync(path, { bigint: true });
    return birthtimeNs === 0n ? undefined : `${dev} ${ino} ${birthtimeNs}`;
  } catch {
    return undefined;
  }
}
