/** Sources that say the same run, or the rules of the same project. */

import type { Digest } from '../../domain/model/digest.ts';
import type { Source } from '../reading/read-source.ts';
import { createClaims } from './claims.ts';
import { contentOf } from './stage.ts';

/** Rejects a source because another one already says its run or its project's rules. */
export function conflicting(
  source: Source & { type: 'run' | 'project' },
  holder: string,
): Source & { type: 'rejected' } {
  const { path, files, modifiedAt, warnings, warningCount } = source;
  const [field, what] =
    source.type === 'run'
      ? ['run.id', `run "${source.run.id}" of project "${source.run.project}"`]
      : ['project', `project "${source.project.project}"`];
  const message = `${what} is already told by ${holder}: give this one another ${source.type === 'run' ? 'id' : 'project'}, or remove one of the two files`;
  return {
    type: 'rejected',
    path,
    files,
    modifiedAt,
    problem: 'conflict',
    errors: [{ path: field, message }],
    errorCount: 1,
    warnings,
    warningCount,
  };
}

/**
 * Finds conflicts between sources without a ledger.
 *
 * @returns a function that returns a source as it is, or its rejection where an earlier one has claimed its run or project
 */
export function createConflictCheck(digest: Digest): (source: Source, path: string) => Promise<Source> {
  const claims = createClaims({ holder: () => undefined }, async (path) => ({ path, files: [] }));
  return async (source, path) => {
    if (source.type !== 'run' && source.type !== 'project') return source;
    const holder = await claims.take(contentOf(source, digest), path);
    return holder === undefined ? source : conflicting(source, holder);
  };
}
