import { runCommand, type UnixUser } from './run-command.ts';

/**
 * The user for Elasticsearch, which refuses to run as root: `nobody` if this process is root's, else undefined, for the
 * same user.
 */
export async function unprivilegedUser(): Promise<UnixUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all([numberOf('-u'), numberOf('-g')]);
  return { uid, gid };
}

/** 65534 is the id of `nobody` on nearly every system, even if `id` does not know the name. */
async function numberOf(flag: '-u' | '-g'): Promise<number> {
  const answer = await runCommand('id', [flag, 'nobody']);
  return answer.type === 'done' ? Number(answer.output.trim()) : 65_534;
}
