import { execFile } from 'node:child_process';

/** As `spawn` wants it. */
export type UnixUser = { uid: number; gid: number };

export type CommandOutcome =
  | { type: 'done'; output: string }
  | { type: 'failed'; output: string }
  | { type: 'command-not-found' };

type CommandOptions = {
  folder?: string;
  environment?: Record<string, string | undefined>;
  user?: UnixUser | undefined;
  signal?: AbortSignal | undefined;
};

/** Runs a program to its end and returns its output, both streams together. An abort counts as a failure. */
export function runCommand(
  command: string,
  commandArguments: string[],
  options: CommandOptions = {},
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    execFile(
      command,
      commandArguments,
      {
        cwd: options.folder,
        env: options.environment,
        maxBuffer: 16 * 1024 * 1024,
        ...options.user,
        ...(options.signal && { signal: options.signal }),
      },
      (error, stdout, stderr) => {
        const output = stdout + stderr;
        if (error === null) resolve({ type: 'done', output });
        else if (error.code === 'ENOENT') resolve({ type: 'command-not-found' });
        else resolve({ type: 'failed', output: output === '' ? error.message : output });
      },
    );
  });
}
