import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundFile } from '../../ingest/ports.ts';
import { isCandidate, isVisible } from './candidates.ts';
import { foundFile } from './state.ts';

/**
 * All candidate files under a folder, in the order of their paths.
 *
 * Symbolic links are not followed: what they point to inside the folder is found there, and what is outside is not
 * the folder's. A subfolder that goes or is closed while the scan runs is passed over; the next scan sees it.
 *
 * @throws when the folder itself cannot be read
 */
export async function scan(root: string): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await list(root, folder);
    const names: string[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && isVisible(entry.name)) folders.push(path);
      else if (entry.isFile() && isCandidate(entry.name)) names.push(path);
    }
    const states = await Promise.all(names.map((path) => stateOf(root, path)));
    for (const file of states) if (file !== undefined) found.push(file);
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

async function list(root: string, folder: string) {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '') throw error;
    return [];
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
