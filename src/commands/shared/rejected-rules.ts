import {
  rejectedRules,
  rejectedRulesRequest,
  type RejectedRules,
} from '../../domain/questions/rejected-rules.ts';
import type { Search } from '../../domain/questions/search.ts';
import { oneLine } from '../../output/text.ts';

/**
 * Warns of project files whose rules do not count because the files were rejected. The ledger may be closed to who
 * may read the runs: then nothing is said.
 *
 * @param hits runs of the project
 */
export async function warnOfRejectedRules(
  search: Search,
  project: string,
  hits: readonly object[],
): Promise<string[]> {
  const runs = hits as readonly { source?: { path?: string } }[];
  const paths = new Set(runs.flatMap(({ source }) => source?.path ?? []));
  const answer = await search(rejectedRulesRequest(project, [...paths]));
  return answer.type === 'ok' ? rejectedRules(project, answer.value.hits).map(describe) : [];
}

function describe({ path, error, hasEarlier }: RejectedRules): string {
  const said = [error?.path, error?.message].filter((part) => part !== undefined && part !== '').join(' ');
  const inForce = hasEarlier ? 'what it said before is still in force' : 'its rules are not in force';
  return oneLine(
    `runlens: warning: ${path} was rejected, and ${inForce}: ${said}. Mend the file, and it is read again; "runlens status" lists all that is wrong.`,
  );
}
