/** A folder that training scripts write to, and what must be found of it in the end. */

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { BadFile } from '../support/bad-files.ts';
import { contentOf, imagesOf, type DroppedRun } from '../support/dropped-run.ts';
import { createManifest, keyOf, type Manifest } from '../support/manifest.ts';

/** How a writer puts a file there: moved into place, at once, or in two pieces with a pause of so many milliseconds. */
export type Manner = 'rename' | 'write' | number;

export type FolderLife = {
  manifest: Manifest;
  /** Run files that nobody is writing at the moment, in the order in which they came. */
  idleRuns: () => string[];
  badFiles: () => string[];
  /** All files written so far, rewritten ones again; and how many are there. */
  written: () => number;
  size: () => number;
  baselines: ReadonlyMap<string, number>;
  /** Writes a new run, in a file of its own or with its images in a side file that comes so many milliseconds later. */
  addRun: (project: string, images: number, manner: Manner, sideFileLater?: number) => Promise<void>;
  /** Writes another state of the run into the same file. */
  rewrite: (path: string, images: number, manner: Manner) => Promise<void>;
  addBad: (project: string, bad: BadFile) => Promise<void>;
  /** Puts a good run where a bad file was. */
  mend: (path: string) => Promise<void>;
  remove: (path: string) => Promise<void>;
  move: (path: string) => Promise<void>;
  setBaseline: (project: string, baseline: number) => Promise<void>;
  /** A file that nobody may read. */
  addIgnored: (project: string) => Promise<void>;
};

const RUNS_PER_FOLDER = 40;

/** @param folder absolute and resolved, empty */
export function createFolderLife(folder: string): FolderLife {
  const manifest = createManifest(folder);
  const { runs, files } = manifest.expected;
  const sideFiles = new Map<string, string>();
  const bad = new Set<string>();
  const busy = new Set<string>();
  const baselines = new Map<string, number>();
  let [serial, written] = [0, 0];

  function runAt(path: string): DroppedRun {
    const run = runs.get(files.get(path)?.run ?? '');
    if (run === undefined) throw new Error(`No run is expected in ${path}.`);
    return run;
  }

  function expectRun(path: string, run: DroppedRun): void {
    const key = keyOf(run.project, run.id);
    runs.set(key, run);
    files.set(path, { status: /^indexed$/, run: key });
  }

  async function put(path: string, content: string | Uint8Array, manner: Manner): Promise<void> {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    written += 1;
    const packed = path.endsWith('.gz') ? gzipSync(content) : Buffer.from(content);
    if (manner === 'rename') {
      const beside = join(dirname(target), `.${basename(path)}.tmp`);
      await writeFile(beside, packed);
      await rename(beside, target);
    } else if (manner === 'write') {
      await writeFile(target, packed);
    } else {
      await writeFile(target, packed.subarray(0, packed.length >> 1));
      await sleep(manner);
      await writeFile(target, packed.subarray(packed.length >> 1), { flag: 'a' });
    }
  }

  async function putRun(path: string, manner: Manner, sideFileLater: number): Promise<void> {
    const run = runAt(path);
    const sideFile = sideFiles.get(path);
    const beside = sideFile === undefined ? {} : { images: undefined, images_file: basename(sideFile) };
    busy.add(path);
    await put(path, JSON.stringify(contentOf(run, beside)), manner);
    if (sideFile !== undefined) {
      await sleep(sideFileLater);
      const rows = Object.entries(imagesOf(run)).map(([id, iou]) => ({
        id,
        split: 'validation',
        metrics: { iou },
      }));
      await put(sideFile, rows.map((row) => `${JSON.stringify(row)}\n`).join(''), 'rename');
    }
    busy.delete(path);
  }

  function newPath(project: string, ending: string): string {
    serial += 1;
    const part = String(Math.floor(serial / RUNS_PER_FOLDER)).padStart(3, '0');
    return `${project}/sweep-${part}/run-${String(serial).padStart(6, '0')}${ending}`;
  }

  return {
    manifest,
    baselines,
    idleRuns: () =>
      [...files].filter(([path, { run }]) => run !== undefined && !busy.has(path)).map(([path]) => path),
    badFiles: () => [...bad],
    written: () => written,
    size: () => files.size,
    async addRun(project, images, manner, sideFileLater) {
      const path = newPath(project, serial % 9 === 0 ? '.json.gz' : '.json');
      expectRun(path, { project, id: basename(path).split('.')[0] ?? '', state: 0, images, refused: [] });
      if (sideFileLater !== undefined) sideFiles.set(path, path.replace(/\.json(\.gz)?$/, '.images.ndjson'));
      await putRun(path, manner, sideFileLater ?? 0);
    },
    async rewrite(path, images, manner) {
      const run = runAt(path);
      expectRun(path, { ...run, state: Number(run.state) + 1, images });
      await putRun(path, manner, 0);
    },
    async addBad(project, { path: name, content, error, beside = {} }) {
      const path = `${project}/bad-${(serial += 1)}/${name}`;
      files.set(path, {
        status: /^(rejected|waiting)$/,
        ...(error.file === undefined && { error: error.message }),
      });
      bad.add(path);
      // Compressed content that is broken must stay as it is: it is not packed here.
      await mkdir(join(folder, dirname(path)), { recursive: true });
      for (const [other, text] of Object.entries(beside))
        await writeFile(join(folder, dirname(path), other), text);
      await writeFile(join(folder, path), content);
      written += 1;
    },
    async mend(path) {
      bad.delete(path);
      expectRun(path, {
        project: path.split('/')[0] ?? '',
        id: `mended-${(serial += 1)}`,
        state: 0,
        images: 3,
        refused: [],
      });
      await putRun(path, 'rename', 0);
    },
    async remove(path) {
      const { run } = files.get(path) ?? {};
      if (run !== undefined) runs.delete(run);
      files.delete(path);
      bad.delete(path);
      const sideFile = sideFiles.get(path);
      sideFiles.delete(path);
      await rm(join(folder, path));
      if (sideFile !== undefined) await rm(join(folder, sideFile));
    },
    async move(path) {
      const sideFile = sideFiles.get(path);
      const moved = path.replace(/(-moved\d+)?(\.json(\.gz)?)$/, `-moved${(serial += 1)}$2`);
      const expectedFile = files.get(path);
      if (expectedFile === undefined || sideFile !== undefined) return;
      files.delete(path);
      files.set(moved, expectedFile);
      await rename(join(folder, path), join(folder, moved));
    },
    async setBaseline(project, baseline) {
      const path = `${project}/project.json`;
      baselines.set(project, baseline);
      files.set(path, { status: /^indexed$/ });
      const accuracy = { direction: 'maximize', level: 'business', baseline };
      const rules = {
        schema: 'runlens.project/1',
        project,
        primary_metric: 'accuracy',
        metrics: { accuracy },
      };
      await put(path, JSON.stringify(rules), 'rename');
    },
    async addIgnored(project) {
      const name = `.hidden-${(serial += 1)}.json`;
      await mkdir(join(folder, project), { recursive: true });
      await writeFile(join(folder, project, name), '{"schema":');
      await writeFile(join(folder, project, `notes-${serial}.txt`), 'not a result');
    },
  };
}
