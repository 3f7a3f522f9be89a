import { spawn } from 'node:child_process';
import { outputTail } from './output-tail.ts';
import type { UnixUser } from './run-command.ts';

/**
 * Runs "$@" in a process group of its own until it ends or standard input closes, then ends the whole
 * group and removes the folder. The pipe closes when we close it, and also when we die of SIGKILL:
 *
 *     RUNNING --(program ends)-------> removed folder, the program's exit code
 *     RUNNING --(standard input ends)-> killed group --> removed folder
 *     RUNNING --(SIGTERM, SIGINT…)----> killed group --> removed folder
 *
 * Killed rather than asked to leave, because everything it would save goes with the folder. The folder
 * goes when the last process of the group has, for until then one might still create a file in it; but not
 * later than a second after, for a dead grandchild counts until the first process of the system takes note.
 * The guard itself falls silent at once: a word into the closed pipe of a dead parent would end it early.
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
  /** The end of what it printed so far. */
  output: () => string;
  hasExited: () => boolean;
  /** Ends it and returns when process and folder are gone; may be called often, also afterwards. */
  stop: () => Promise<void>;
};

/**
 * Starts a program that cannot outlive us: with its children it ends, and its folder vanishes, when it is
 * stopped, when it ends by itself, and when this process ends in whatever way.
 */
export function startGuarded(
  command: string[],
  options: { folder: string; environment: Record<string, string>; user: UnixUser | undefined },
): GuardedProcess {
  const child = spawn('bash', ['-c', guard, 'runlens-guard', options.folder, ...command], {
    cwd: '/',
    // A session of its own: Ctrl-C in the terminal is for us, and we decide when the server goes.
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
    // Not 'exit': the last words may still be in the pipe then.
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
