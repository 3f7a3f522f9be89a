import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLES = fileURLToPath(new URL('../../examples/results', import.meta.url));

/** Copies the example results into a folder, but for the pictures: the rows name them, nothing reads them. */
export async function copyExamples(
  folder: string,
  wanted: (path: string) => boolean = () => true,
): Promise<void> {
  for (const path of await resultFiles(EXAMPLES)) {
    if (!wanted(path)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(EXAMPLES, path), join(folder, path));
  }
}

/** All run, project and side files below a folder, sorted. */
export async function resultFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.(json|ndjson)(\.gz)?$/.test(name)).toSorted();
}

/** Moves files, keeping what identifies them: time and inode. */
export async function moveFiles(paths: readonly string[], from: string, to: string): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await rename(join(from, path), join(to, path));
  }
}

type Editable = Record<string, unknown>;

/** Rewrites one JSON file. */
export async function editJson(path: string, edit: (content: Editable) => Editable): Promise<void> {
  const content = JSON.parse(await readFile(path, 'utf8')) as Editable;
  await writeFile(path, JSON.stringify(edit(content)));
}

export async function writeJson(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(content));
}
