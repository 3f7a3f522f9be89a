import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCli, type CliOptions, type RunningCli } from './run-cli.ts';
import { runMain } from './run-main.ts';
import type { CliResult } from './running.ts';

/** A prefix of its own, and temporary folders: what one test may use without seeing any other. */
export type Workspace = {
  url: string;
  prefix: string;
  /** The folder to ingest; resolved, empty at first. */
  folder: string;
  /** A folder on the same file system that is not watched. */
  aside: string;
  /** Runs a command against the server and the prefix, in this process. */
  cli: (...args: string[]) => Promise<CliResult>;
  /** The same under another prefix. */
  withPrefix: (prefix: string, ...args: string[]) => Promise<CliResult>;
  /** Starts the built program in a process of its own. */
  start: (args: readonly string[], options?: CliOptions & { url?: string }) => RunningCli;
  newPrefix: () => string;
  /** Takes away the folders, the indices and templates of all its prefixes, and processes still running. */
  remove: () => Promise<void>;
};

export async function createWorkspace(url: string): Promise<Workspace> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'runlens-e2e-')));
  const [folder, aside, elsewhere] = ['results', 'aside', 'elsewhere'].map((name) => join(top, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [folder, aside, elsewhere]) await mkdir(path);
  const prefixes: string[] = [];
  const running: RunningCli[] = [];
  function newPrefix() {
    const name = `e2e-${randomUUID().slice(0, 13)}`;
    prefixes.push(name);
    return name;
  }
  const prefix = newPrefix();
  const withPrefix = (name: string, ...args: string[]) =>
    runMain(['--elasticsearch', url, '--prefix', name, ...args]);
  return {
    url,
    prefix,
    folder,
    aside,
    newPrefix,
    withPrefix,
    cli: (...args) => withPrefix(prefix, ...args),
    start: (args, { url: other, ...options } = {}) => {
      const process = startCli(['--elasticsearch', other ?? url, '--prefix', prefix, ...args], {
        cwd: elsewhere,
        ...options,
      });
      running.push(process);
      return process;
    },
    remove: async () => {
      for (const process of running) process.signal('SIGKILL');
      await Promise.all(running.map(({ result }) => result));
      await rm(top, { recursive: true, force: true });
      for (const name of prefixes) await removePrefix(url, name);
    },
  };
}

async function removePrefix(url: string, prefix: string): Promise<void> {
  const found = await fetch(`${url}/${prefix}-*?filter_path=*.aliases`);
  const indices = Object.keys((await found.json()) as object);
  if (indices.length > 0) await fetch(`${url}/${indices.join(',')}`, { method: 'DELETE' });
  await fetch(`${url}/_index_template/${prefix}-*`, { method: 'DELETE' });
}
