/** Commands that put a daemon into a world of its own, so that nothing else on the machine notices what is done to it. */

import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const OWN_USERS = ['unshare', '--user', '--map-root-user'];

/** Mounts that only the daemon sees; see `inside`. */
export const OWN_MOUNTS = [...OWN_USERS, '--mount'];

/** Whether this system lets a test have namespaces of its own. */
export const canIsolate =
  process.platform === 'linux' && spawnSync('unshare', [...OWN_MOUNTS.slice(1), 'true']).status === 0;

/** So few inotify watches for the daemon. */
export function withWatches(count: number): string[] {
  const limited = `echo ${count} > /proc/sys/user/max_inotify_watches && exec "$@"`;
  return [...OWN_USERS, 'sh', '-c', limited, 'sh'];
}

const isRoot = process.getuid?.() === 0;

/** Permissions count for the daemon, even when the tests are run by root. */
export const BOUND_BY_PERMISSIONS = isRoot
  ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search']
  : [];

/** Runs a command among the mounts of a daemon that has its own. */
export async function inside(pid: number | undefined, ...command: string[]): Promise<void> {
  await promisify(execFile)('nsenter', [
    '--target',
    String(pid),
    '--user',
    '--mount',
    '--preserve-credentials',
    ...command,
  ]);
}
