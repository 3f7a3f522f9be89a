import type { Membership } from '../format.ts';

/**
 * Each `*.json` and `*.json.gz` is a source of its own: a run file or a project file. A side file belongs to no source by its
 * path: the content of a run file names it.
 */
export function member(path: string): Membership | undefined {
  if (!/\.json(\.gz)?$/i.test(path)) return undefined;
  const isProject = /(^|\/)project\.json(\.gz)?$/.test(path);
  return { source: path, role: isProject ? 'project' : 'run', isProject };
}
