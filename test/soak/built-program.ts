/** The built program as a process whose memory can be read, from a copy that a build meanwhile does not change. */

import { spawn } from 'node:child_process';
import { closeSync, cpSync, existsSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @returns the path of the program in the copy */
export function copyProgram(folder: string): string {
  if (!existsSync(join(root, 'dist/cli.js')))
    throw new Error('There is no dist/cli.js: run "npm run -s build" first.');
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of ['mappings', 'schemas', 'examples', 'package.json', 'node_modules'])
    symlinkSync(join(root, name), join(folder, name));
  return join(folder, 'dist/cli.js');
}

export type RunningProgram = {
  pid: number;
  startedAt: number;
  hasEnded: () => boolean;
  /** Resolves when it has ended, with the code or the signal. */
  ended: Promise<number | string>;
  signal: (name: 'SIGTERM' | 'SIGKILL') => void;
  /** All it wrote so far: standard output and standard error. */
  said: () => string;
};

/**
 * Starts the program with its output in a file. It is killed when this process ends, unless that is killed itself.
 *
 * @param node options for Node.js
 */
export function startProgram(
  program: string,
  args: readonly string[],
  { log, cwd, node = [] }: { log: string; cwd: string; node?: readonly string[] },
): RunningProgram {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [...node, program, ...args], {
    cwd,
    env: withoutSettings(process.env),
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const killed = () => void child.kill('SIGKILL');
  process.once('exit', killed);
  let hasEnded = false;
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      hasEnded = true;
      process.off('exit', killed);
      resolve(code ?? signal ?? 'unknown');
    });
  });
  if (child.pid === undefined) throw new Error(`Cannot start ${program}.`);
  return {
    pid: child.pid,
    startedAt: performance.now(),
    hasEnded: () => hasEnded,
    ended,
    signal: (name) => void child.kill(name),
    said: () => readFileSync(log, 'utf8'),
  };
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(ELASTICSEARCH|KIBANA|RUNLENS|NODE_OPTIONS|FORCE_COLOR)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !settings.test(name)));
}
