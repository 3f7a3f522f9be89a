/**
 * Other tools that write rows into Elasticsearch, for comparison only. They are fetched once into `node_modules/.cache` from
 * registries whose client is on this machine, by this benchmark alone.
 */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const ELASTICDUMP = 'elasticdump@6.125.1';
export const PYTHON_PACKAGES = ['elasticsearch==9.2.1', 'orjson'];

/** The path of each tool; undefined for one that cannot be had here. */
export type Tools = {
  elasticdump: string | undefined;
  esbulk: string | undefined;
  /** A Python that has the packages. */
  python: string | undefined;
};

const cache = fileURLToPath(new URL('../../node_modules/.cache/runlens-bench/', import.meta.url));

/** @param tell is told why a tool is missing */
export async function findTools(tell: (message: string) => void): Promise<Tools> {
  async function orMissing(name: string, find: () => Promise<string>) {
    try {
      return await find();
    } catch (error) {
      const [why] = (error as Error).message.trim().split('\n').slice(-1);
      tell(`Without ${name}: ${why}`);
      return undefined;
    }
  }
  return {
    elasticdump: await orMissing('elasticdump', installElasticdump),
    esbulk: await orMissing('esbulk', findEsbulk),
    python: await orMissing('Python parallel_bulk', installPython),
  };
}

async function installElasticdump(): Promise<string> {
  const folder = join(cache, 'elasticdump');
  const program = join(folder, 'node_modules/.bin/elasticdump');
  if (!existsSync(program)) {
    await mkdir(folder, { recursive: true });
    await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ELASTICDUMP]);
  }
  return program;
}

/** Where it is installed: its path in ESBULK, or on the PATH. */
async function findEsbulk(): Promise<string> {
  const program = process.env['ESBULK'] ?? 'esbulk';
  try {
    await run(program, ['-v']);
  } catch (error) {
    throw new Error('it is not on the PATH; it is at https://github.com/miku/esbulk', { cause: error });
  }
  return program;
}

async function installPython(): Promise<string> {
  const folder = join(cache, 'python');
  const python = join(folder, 'bin/python');
  if (!existsSync(join(folder, 'ready'))) {
    await run('python3', ['-m', 'venv', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', ...PYTHON_PACKAGES]);
    await mkdir(join(folder, 'ready'));
  }
  return python;
}
