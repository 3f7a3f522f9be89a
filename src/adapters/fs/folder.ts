import { lstat, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folder } from '../../ingest/ports/folder.ts';
import { stream } from './read.ts';
import { scan } from './scan.ts';
import { foundFile } from './state.ts';

export type OpenedFolder = { type: 'folder'; folder: Folder } | { type: 'no-folder'; reason: string };

/** Opens the folder to watch. Its identity is its resolved path. */
export async function openFolder(path: string): Promise<OpenedFolder> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory()) return { type: 'no-folder', reason: 'it is not a folder' };
    return {
      type: 'folder',
      folder: {
        root,
        scan: () => scan(root),
        look: (file) => look(root, file),
        stream: (file, take) => stream(root, file, take),
      },
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      type: 'no-folder',
      reason: code === 'ENOENT' ? 'there is no such folder' : `the system says ${code}`,
    };
  }
}

async function look(root: string, path: string) {
  try {
    const stats = await lstat(join(root, path), { bigint: true });
    return stats.isFile() ? foundFile(path, stats) : undefined;
  } catch {
    return undefined;
  }
}
