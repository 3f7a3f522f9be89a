import { readdir, readFile } from 'node:fs/promises';
import type { Filed } from './rule.ts';

/** The objects that ship with the package. */
export const KIBANA = new URL('../../kibana/', import.meta.url);

/** Every JSON file below the folder, by its path in it, sorted; none where there is no such folder. */
export async function readFiles(folder = KIBANA): Promise<Filed<string>[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const paths = names.filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(
    paths.map(async (file) => ({ file, content: await readFile(new URL(file, folder), 'utf8') })),
  );
}
