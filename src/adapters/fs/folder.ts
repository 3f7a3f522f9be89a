import { lstat, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formats, type Formats } from '../../domain/formats/index.ts';
import { groupBySource } from '../../domain/formats/source.ts';
import type { Folder, FoundFile, FoundSource } from '../../ingest/ports/folder.ts';
import { stream } from './read.ts';
import { scan } from './scan.ts';
import { foundFile } from './state.ts';
import { walk } from './walk.ts';

export type OpenedFolder = { type: 'folder'; folder: Folder } | { type: 'no-folder'; reason: string };

/**
 * Opens the folder to watch. Its identity is its resolved path.
 *
 * @param memberOf which source a file belongs to
 */
export async function openFolder(path: string, memberOf = formats.memberOf): Promise<OpenedFolder> {
  try {
    const root = await realpath(path);
    if (!(await stat(root)).isDirectory()) return { type: 'no-folder', reason: 'it is not a folder' };
    return {
      type: 'folder',
      folder: {
        root,
        memberOf,
        scan: () => scan(root, memberOf),
        find: (source) => find(root, source, memberOf),
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

async function find(
  root: string,
  path: string,
  memberOf: Formats['memberOf'],
): Promise<FoundSource | undefined> {
  const stats = await statsOf(root, path);
  if (stats?.isDirectory() === true) {
    const walked = await walk(root, path, memberOf);
    const members = typeof walked === 'string' ? [] : walked.members;
    return groupBySource(members.filter(({ source }) => source === path))[0];
  }
  const isSource = stats?.isFile() === true && memberOf(path)?.source === path;
  return isSource ? { path, files: [foundFile(path, stats)] } : undefined;
}

async function look(root: string, path: string): Promise<FoundFile | undefined> {
  const stats = await statsOf(root, path);
  return stats?.isFile() === true ? foundFile(path, stats) : undefined;
}

async function statsOf(root: string, path: string) {
  try {
    return await lstat(join(root, path), { bigint: true });
  } catch {
    return undefined;
  }
}
