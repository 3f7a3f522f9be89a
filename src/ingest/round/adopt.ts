import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { isChanged } from '../watching/changed.ts';
import type { PassContext } from './pass.ts';
import type { FoundFile } from '../ports/folder.ts';
import { rulesOf } from '../judging/rules.ts';
import { countUnchanged } from './tally.ts';

/**
 * Looks again at the files that another daemon is at, or was first with: what it has finished counts as done. Its
 * project is judged by us too, for the other one may have died before it came to that.
 */
export async function adopt(
  files: readonly FoundFile[],
  { ledger, leases, folder, generation, outcome, projects, log }: PassContext,
): Promise<ElasticsearchFailure | undefined> {
  const busy = new Set(outcome.again.flatMap(({ path, because }) => (because === 'busy' ? path : [])));
  if (busy.size === 0) return undefined;
  const failure = await leases.look([...busy]);
  if (failure !== undefined) return failure;
  for (const file of files) {
    const entry = ledger.get(file.path);
    if (!busy.has(file.path) || (await isChanged(entry, file, generation, folder))) continue;
    busy.delete(file.path);
    outcome.tally.files -= 1;
    countUnchanged(outcome.tally, entry);
    // Runs that come later are derived under the rules that count now.
    const rules = entry && rulesOf(entry, log);
    if (rules !== undefined) projects.set(rules.project, rules);
    if (entry?.content !== undefined) outcome.touched.add(entry.content.project);
  }
  outcome.again = outcome.again.filter(({ path, because }) => because !== 'busy' || busy.has(path));
  return undefined;
}
