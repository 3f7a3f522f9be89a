import { join, resolve } from 'node:path';

/**
 * Where unpacked servers are kept: `RUNLENS_CACHE`, else the user's cache folder. Root's own cache folder
 * is closed to the user that the server runs as, so root uses the system's.
 */
export function cacheFolder(
  environment: Record<string, string | undefined>,
  person: { isRoot: boolean; home: string },
): string {
  const chosen = environment['RUNLENS_CACHE'];
  if (chosen) return resolve(chosen);
  if (person.isRoot) return '/var/cache/runlens';
  // `||`, because the XDG specification treats an empty variable as one that is not set.
  return join(environment['XDG_CACHE_HOME'] || join(person.home, '.cache'), 'runlens');
}
