import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundFile, Scan } from '../../ingest/ports.ts';
import { isCandidate, isVisible } from '../../domain/candidates.ts';
import { foundFile } from './state.ts';

/**
 * All candidate files under a folder, in the order of their paths.
 *
 * Symbolic links are not followed: what they point to inside the folder is found there, and what is outside is not
 * the folder's. A subfolder that goes or is closed while the scan runs is passed over; the next scan sees it.
 A
 * folder that cannot be read at all, such as an unmounted share, is an outcome of its own: it is not an empty folder.
 */
export async function scan(root: string): Promise<Scan> {
  const found: FoundFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await list(root, folder);
    if (typeof entries === 'string') return { type: 'no-folder', reason: entries };
    const names: string[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && isVisible(entry.name)) folders.push(path);
      else if (entry.isFile() && isCandidate(path)) names.push(path);
    }
    const states = await Promise.all(names.map((path) => stateOf(root, path)));
    for (const file of states) if (file !== undefined) found.push(file);
  }
  return { type: 'scanned', files: found.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

async function list(root: string, folder: string) {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    return folder === '' ? (error as Error).message : [];
  }
}

async function stateOf(root: string, path: string): Promise<FoundFile | undefined> {
  try {
    const stats = await lstat(join(root, path), { bigint: true });
    return stats.isFile() ? foundFile(path, stats) : undefined;
  } catch {
    return undefined;
  }
}
