import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../domain/ledger/absence.ts';
import { MARKER, type FoundFile, type Scan } from '../../ingest/ports/folder.ts';
import { isCandidate, isVisible } from '../../domain/formats/candidates.ts';
import { createLookAtMany, lookThroughThread } from './look-at-many.ts';
import { foundFile } from './state.ts';

/** What stands in a name for bytes that are no UTF-8. A file is not found by such a name. */
const REPLACED = '\u{fffd}';

/**
 * All candidate files under a folder, in the order of their paths.
 *
 * Symbolic links are not followed: what they point to inside the folder is found there, and what is outside is not
 * the folder's. What goes while the scan runs is passed over; the next scan sees it. What cannot be looked at is named:
 * it is not known to be gone. Where that is the folder itself, such as an unmounted share, it is an outcome of its own.
 */
export async function scan(root: string): Promise<Scan> {
  const found: FoundFile[] = [];
  const unseen: string[] = [];
  const misnamed: string[] = [];
  const folders = [''];
  const lookAt = createLookAtMany();
  const place = await placeOf(root);
  if (typeof place === 'string') return noFolder(place);
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await orFailure(readdir(join(root, folder), { withFileTypes: true }));
    if (typeof entries === 'string') {
      if (folder === '') return noFolder(entries);
      if (!isGone(entries)) unseen.push(folder);
      continue;
    }
    const names: string[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && isVisible(entry.name)) folders.push(path);
      else if (entry.isFile() && isCandidate(path)) names.push(path);
    }
    const states = await lookAt(names.map((path) => `${root}/${path}`));
    for (const [position, stats] of states.entries()) {
      const path = names[position] ?? '';
      if (typeof stats === 'string') {
        if (!isGone(stats)) unseen.push(path);
        else if (path.includes(REPLACED)) misnamed.push(path);
      } else if (stats.isFile()) found.push(foundFile(path, stats));
    }
  }
  return {
    type: 'scanned',
    files: found.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    unseen,
    misnamed,
    place,
  };
}

function noFolder(code: string): Scan {
  return { type: 'no-folder', reason: isGone(code) ? 'it is not there' : `the system says ${code}` };
}

async function placeOf(root: string): Promise<Place | string> {
  const stats = await orFailure(stat(root, { bigint: true }));
  if (typeof stats === 'string') return stats;
  const marker = await lookThroughThread(join(root, MARKER));
  return { device: String(stats.dev), inode: String(stats.ino), hasMarker: typeof marker !== 'string' };
}

/** The system's error code is all that is of use here: the path is known, the rest is noise. */
async function orFailure<Value>(work: Promise<Value>): Promise<Value | string> {
  try {
    return await work;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
  }
}

function isGone(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}
