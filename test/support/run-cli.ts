import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type CliOptions = {
  cwd?: string;
  environment?: Record<string, string>;
  /** Another build of the program than this repository's. */
  cli?: string;
};

/** What a finished process leaves behind. `json` is standard output parsed, where it is JSON. */
export type CliResult = { exitCode: number | null; stdout: string; stderr: string; json: unknown };

export type RunningCli = {
  stdout: () => string;
  stderr: () => string;
  /** Resolves when the process has ended. */
  result: Promise<CliResult>;
  signal: (name: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void;
  pid: number | undefined;
};

/** Starts the built program as a user would, in a pipe, with nothing of the caller's configuration. */
export function startCli(
  args: readonly string[],
  { cwd, environment, cli = CLI }: CliOptions = {},
): RunningCli {
  if (!existsSync(cli)) throw new Error(`There is no ${cli}: run "npm run -s build" first.`);
  const child: ChildProcess = spawn(process.execPath, [cli, ...args], {
    cwd: cwd ?? tmpdir(),
    env: { ...withoutSettings(process.env), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr, json: parsed(stdout) }));
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

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(ELASTICSEARCH|KIBANA|RUNLENS|NODE_OPTIONS|VITEST|FORCE_COLOR)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !settings.test(name)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
