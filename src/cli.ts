#!/usr/bin/env node
/**
 * The process: it starts the program, passes signals on, and sets the exit code. Nothing else ends the process.
 *
 *   running ──SIGINT, SIGTERM──▶ finishing what is in flight ──second signal──▶ ended at once
 */

import { limitYoungGeneration } from './process/heap.ts';

const OLDEST_NODE = [22, 22] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `runlens: this is Node.js ${process.versions.node}, and runlens needs ${OLDEST_NODE.join('.')} or newer\n` +
      '  In a checkout, "npm run -s runlens -- …" uses the right one. Elsewhere install it from https://nodejs.org.\n',
  );
  process.exitCode = 2;
} else {
  await start();
}

async function start(): Promise<void> {
  // Before anything is loaded: V8 never shrinks it.
  limitYoungGeneration();
  const controller = new AbortController();
  let signalExitCode: 130 | 143 = 130;
  function stop(code: 130 | 143) {
    if (controller.signal.aborted) process.exit(code);
    signalExitCode = code;
    controller.abort();
  }
  process.on('SIGINT', () => stop(130));
  process.on('SIGTERM', () => stop(143));
  // Imported late: an old Node.js gets the sentence above rather than a syntax error from a library, and a signal that
  // comes while all this is loaded is not lost.
  const { main } = await import('./main.ts');
  // A reader that closes the pipe early (`| head`) has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    signal: controller.signal,
    signalExitCode: () => signalExitCode,
    packageFolder: new URL('..', import.meta.url),
  });
}
