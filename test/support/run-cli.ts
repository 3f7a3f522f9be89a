/** The built program in a process of its own, as a user would start it. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { resultOf, withoutSettings, type CliResult, type Running } from './running.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type CliOptions = {
  cwd?: string;
  environment?: Record<string, string>;
  /** Another build of the program than this repository's. */
  cli?: string;
  /** A command that runs the rest of its command line, in its own place (`exec`), so that signals go to the program. */
  wrapper?: readonly string[];
};

export type RunningCli = Running<'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'> & {
  pid: number | undefined;
};

/** Starts the built program in a pipe, with nothing of the caller's configuration. */
export function startCli(
  args: readonly string[],
  { cwd = tmpdir(), environment, cli = CLI, wrapper = [] }: CliOptions = {},
): RunningCli {
  if (!existsSync(cli)) throw new Error(`There is no ${cli}: run "npm run -s build" first.`);
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, cli, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { ...withoutSettings(process.env), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(resultOf(exitCode, stdout, stderr)));
  });
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    result,
    signal: (name) => child.kill(name),
    pid: child.pid,
  };
}

/** Runs the built program to its end. */
export function runCli(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return startCli(args, options).result;
}
