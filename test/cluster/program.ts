/** The built program, against all members of a cluster, in a folder of its own. */

import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyProgram, startProgram, type RunningProgram } from '../soak/built-program.ts';

export type ProgramPlace = {
  prefix: string;
  /** To be ingested; empty at first. */
  folder: string;
  /** @param name of the file that its words go to */
  start: (name: string, ...args: readonly string[]) => RunningProgram;
  /** Runs a command to its end and reads the JSON that it prints. Throws with its words when it fails. */
  ask: (...args: readonly string[]) => Promise<unknown>;
  remove: () => Promise<void>;
};

/** @param configuration sections besides `elasticsearch.nodes` and the prefix */
export async function createProgramPlace(
  urls: readonly string[],
  configuration: Readonly<Record<string, object>> = {},
): Promise<ProgramPlace> {
  const top = await realpath(await mkdtemp(join(tmpdir(), 'runlens-cluster-program-')));
  const prefix = `cluster-${randomUUID().slice(0, 8)}`;
  const folder = join(top, 'results');
  await mkdir(folder);
  await mkdir(join(top, 'program'));
  const program = copyProgram(join(top, 'program'));
  const { elasticsearch, ...others } = configuration;
  await writeFile(
    join(top, 'runlens.config.json'),
    JSON.stringify({ ...others, elasticsearch: { ...elasticsearch, nodes: urls }, prefix }),
  );
  const start = (name: string, ...args: readonly string[]) =>
    startProgram(program, args, { log: join(top, `${name}.log`), cwd: top });
  let asked = 0;
  return {
    prefix,
    folder,
    start,
    ask: async (...args) => {
      const running = start(`ask-${(asked += 1)}`, '--format', 'json', ...args);
      const code = await running.ended;
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${running.said()}`);
      return jsonIn(running.said());
    },
    remove: () => rm(top, { recursive: true, force: true }),
  };
}

/** What a command prints comes last; its log, line by line, before it. Undefined where there is none. */
export function jsonIn(said: string): unknown {
  const from = said.startsWith('{\n') ? 0 : said.lastIndexOf('\n{\n');
  const [text] = from === -1 ? [] : (/\{[^]*\n\}/.exec(said.slice(from)) ?? []);
  return text === undefined ? undefined : JSON.parse(text);
}
