import { spawn } from 'node:child_process';
import { outputTail } from './output-tail.ts';
import type { UnixUser } from './run-command.ts';

/**
 * Runs "$@" in a process group of its own until it ends or standard input closes, then kills the whole group and removes
 * the folder. The pipe closes when this process closes it, and also when this process is killed:
 *
 *     RUNNING --(program ends)-------> removed folder, the program's exit code
 *     RUNNING --(standard input ends)-> killed group --> removed folder
 *     RUNNING --(SIGTERM, SIGINT…)----> killed group --> removed folder
 *
 * The group is killed, not terminated, because everything it would save is removed with the folder. The folder is removed
 * after the last process of the group has ended, because until then a process may still create a file in it; but at most
 * a second later, because a dead grandchild counts until init has reaped it. The guard prints nothing: a write into the
 * closed pipe of a dead parent would end it early.
 */
const guard = `
folder=$1; shift
set -m
exec 3<&0
"$@" </dev/null 3<&- & program=$!
exec >/dev/null 2>&1
end() { kill -KILL -- "-$program"; }
trap end TERM INT HUP
{ cat <&3 >/dev/null; end; } & watcher=$!
exec 3<&-
wait "$program"; code=$?
end
kill -KILL -- "-$watcher"
for _ in {1..20}; do kill -0 -- "-$program" || break; sleep 0.05; done
rm -rf -- "$folder" || { sleep 1; rm -rf -- "$folder"; }
exit "$code"
`;

export type GuardedProcess = {
  /** The end of its output so far. */
  output: () => string;
  hasExited: () => boolean;
  /** Ends it and returns when process and folder are gone. May be called repeatedly. */
  stop: () => Promise<void>;
};

/**
 * Starts a program that cannot outlive this process. The program and its children end, and its folder is removed, when it
 * is stopped, when it ends by itself, and when this process ends, even by SIGKILL.
 */
export function startGuarded(
  command: string[],
  options: { folder: string; environment: Record<string, string>; user: UnixUser | undefined },
): GuardedProcess {
  const child = spawn('bash', ['-c', guard, 'runlens-guard', options.folder, ...command], {
    cwd: '/',
    // A session of its own: Ctrl-C in the terminal does not reach the server, which this process ends.
    detached: true,
    env: options.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options.user,
  });
  const tail = outputTail();
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', tail.add);
  child.stdin.on('error', () => undefined);

  let hasExited = false;
  const exited = new Promise<void>((resolve) => {
    function settle() {
      hasExited = true;
      resolve();
    }
    // Not 'exit': output may still be in the pipe then.
    child.once('close', settle);
    child.once('error', (error) => {
      tail.add(`error: ${error.message}\n`);
      settle();
    });
  });
  return {
    output: tail.text,
    hasExited: () => hasExited,
    stop() {
      child.stdin.end();
      return exited;
    },
  };
}
