/**
 * The oracle of the fault tests: drops run files into a folder, keeps what must be in Elasticsearch in the end, and
 * says in sentences where what is there deviates. It shares no code with the product.
 */

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { deviations, type Expected } from './deviations.ts';
import { dump, readAll } from './dump.ts';
import { contentOf, type DroppedRun } from './dropped-run.ts';

export type State = number | string;

export type DropOptions = {
  /** How many images the run has: `i0`, `i1` … */
  images?: number;
  /** Relative to the folder. */
  path?: string;
  /** `rename`: written beside it and moved into place; `write`: written in place, as careless writers do. */
  how?: 'rename' | 'write';
  project?: string;
  /** More keys of the run file. */
  extra?: object;
  /** More keys of the n-th image. */
  row?: (n: number) => object;
};

export type Manifest = {
  /** Writes the file of a run in a state; the state written last is the one that must be found. */
  drop: (id: string, state: State, options?: DropOptions) => Promise<void>;
  /** A file that must be named in the ledger as rejected or partial. `refused`: images of its run that must be missing. */
  name: (path: string, pattern: RegExp, refused?: readonly string[]) => void;
  /** Nothing of this run is expected any more, nor its files; an entry that says `gone` may stay. */
  forget: (id: string, project?: string) => void;
  /** The run stays, but this file of it is gone. */
  gone: (path: string) => void;
  /** Where the state deviates from what must be there, once everything is through. */
  problems: (url: string, prefix: string) => Promise<string[]>;
  expected: Expected;
};

/**
 * @param folder absolute and resolved: as the ledger names it
 * @param mounts other names under which the same folder is watched; each has entries of its own
 */
export function createManifest(folder: string, project = 'p', mounts: readonly string[] = []): Manifest {
  const expected: Expected = { runs: new Map(), files: new Map(), folders: [folder, ...mounts] };
  const problems = async (url: string, prefix: string) => {
    try {
      const documents = [...(await dump(url, prefix)).values()];
      return deviations(expected, documents, await readAll(url, `${prefix}-images-best`, 'images'));
    } catch (error) {
      return [`It cannot be read: ${String(error).slice(0, 300)}`];
    }
  };
  return {
    expected,
    problems,
    drop: async (id, state, options = {}) => {
      const { images = 3, how = 'rename', project: its = project, extra = {}, row } = options;
      const path = options.path ?? `${its}/${id}.json`;
      const run: DroppedRun = { project: its, id, state, images, refused: [] };
      await write(join(folder, path), JSON.stringify(contentOf(run, extra, row)), how);
      const key = keyOf(its, id);
      expected.runs.set(key, run);
      expected.files.set(path, { status: /^indexed$/, run: key });
    },
    name: (path, pattern, refused = []) => {
      const key = expected.files.get(path)?.run;
      const run = key === undefined ? undefined : expected.runs.get(key);
      expected.files.set(path, {
        status: run === undefined ? /^(rejected|partial)$/ : /^partial$/,
        error: pattern,
        ...(key !== undefined && { run: key }),
      });
      if (key !== undefined && run !== undefined) expected.runs.set(key, { ...run, refused });
    },
    forget: (id, its = project) => {
      const key = keyOf(its, id);
      expected.runs.delete(key);
      for (const [path, { run }] of expected.files) if (run === key) expected.files.delete(path);
    },
    gone: (path) => {
      expected.files.set(path, { status: /^gone$/ });
    },
  };
}

export function keyOf(project: string, id: string): string {
  return JSON.stringify([project, id]);
}

async function write(path: string, content: string, how: 'rename' | 'write'): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (how === 'write') return writeFile(path, content);
  const beside = join(dirname(path), `.${basename(path)}.tmp`);
  await writeFile(beside, content);
  await rename(beside, path);
}
