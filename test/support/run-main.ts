/**
 * The program in this process, with streams and signals of its own: for whatever does not need a process. It shares the working
 * directory with the test.
 */

import { Writable } from 'node:stream';
import { main } from '../../src/main.ts';
import { resultOf, withoutSettings, type CliResult, type Running } from './running.ts';

const REPOSITORY = new URL('../../', import.meta.url);

type MainOptions = {
  environment?: Record<string, string>;
  /** Where the mappings, dashboards and examples are, if not in the repository. */
  packageFolder?: URL;
};

/** Starts the program in a pipe, with nothing of the caller's configuration. */
export function startMain(
  args: readonly string[],
  { environment, packageFolder = REPOSITORY }: MainOptions = {},
): Running<'SIGTERM' | 'SIGINT'> {
  const [stdout, stderr] = [collect(), collect()];
  const stopping = new AbortController();
  let signalExitCode: 130 | 143 = 143;
  const exitCode = main(args, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: { ...withoutSettings(process.env), ...environment },
    signal: stopping.signal,
    signalExitCode: () => signalExitCode,
    packageFolder,
  });
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    result: exitCode.then((code) => resultOf(code, stdout.text(), stderr.text())),
    signal: (name) => {
      signalExitCode = name === 'SIGINT' ? 130 : 143;
      stopping.abort();
    },
  };
}

/** Runs the program to its end. */
export function runMain(args: readonly string[], options?: MainOptions): Promise<CliResult> {
  return startMain(args, options).result;
}

function collect(): { stream: Writable; text: () => string } {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
