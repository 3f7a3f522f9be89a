import { runCommand, type UnixUser } from './run-command.ts';

/**
 * The user to run Elasticsearch as when we are root, for it refuses to run as root: `nobody`.
 * `undefined` when we are not root and it can run as we do.
 */
export async function unprivilegedUser(): Promise<UnixUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([numberOf('-u'), numberOf('-g')]);
  return { uid, gid };
}

/** 65534 is what `nobody` is on nearly every system, known to `id` or not. */
async function numberOf(flag: '-u' | '-g'): Promise<number> {
  const answer = await runCommand('id', [flag, 'nobody']);
  return answer.type === 'done' ? Number(answer.output.trim()) : 65_534;
}
