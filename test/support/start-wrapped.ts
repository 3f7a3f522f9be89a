import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CliOptions, CliResult, RunningCli } from './run-cli.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/**
 * Starts the built program through another command, which must put itself in its place (`exec`): signals go to the
 * program, and its process id is the one told.
 */
export function startWrapped(
  wrapper: readonly string[],
  args: readonly string[],
  { cwd, environment }: CliOptions = {},
): RunningCli {
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, CLI, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
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
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr, json: undefined }));
  });
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    result,
    signal: (name) => child.kill(name),
    pid: child.pid,
  };
}
