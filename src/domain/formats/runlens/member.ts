import type { Membership } from '../format.ts';

/**
 * A run file or a project file is a source of its own: `*.json` and `*.json.gz`. Their side files are no members: only
 * the content of a run file tells of them.
 */
export function member(path: string): Membership | undefined {
  if (!/\.json(\.gz)?$/i.test(path)) return undefined;
  const isProject = /(^|\/)project\.json(\.gz)?$/.test(path);
  return { source: path, role: isProject ? 'project' : 'run', isProject };
}
