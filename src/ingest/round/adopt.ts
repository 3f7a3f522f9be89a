import type { KnownSource, LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Project } from '../../domain/model/run.ts';
import type { Entries } from '../ledger/entries.ts';
import type { FoundSource } from '../ports/folder.ts';
import { addUp, type Outcome, type Part } from './outcome.ts';
import { tallyUnchanged } from './tally.ts';

export type AdoptTools = {
  entries: Pick<Entries, 'refresh'>;
  isChanged: (entry: KnownSource | undefined, source: FoundSource) => Promise<boolean>;
  /** The rules that an entry holds, if it is a project file's. */
  rulesOf: (entry: LedgerEntry) => Project | undefined;
  /** The rules of the projects that have a project file. Those that another daemon has read are added. */
  rules: Map<string, Project>;
};

/**
 * Looks again at the sources that another daemon was at. What that one has finished counts as done. Its project is judged here
 * too, for the other daemon may have died before it came to that.
 *
 * @param outcome of the round so far
 */
export async function adopt(
  sources: readonly FoundSource[],
  outcome: Outcome,
  { entries, isChanged, rulesOf, rules }: AdoptTools,
): Promise<Outcome> {
  const busy = new Set(outcome.again.flatMap(({ path, because }) => (because === 'busy' ? path : [])));
  if (busy.size === 0) return outcome;
  const refreshed = await entries.refresh([...busy]);
  if (refreshed.type !== 'ok') return { ...outcome, failure: refreshed };
  const adopted: Part[] = [];
  for (const source of sources) {
    if (!busy.has(source.path)) continue;
    const entry = refreshed.value.get(source.path);
    if (await isChanged(entry, source)) continue;
    busy.delete(source.path);
    // It was counted already.
    adopted.push({ tally: { files: -1 } }, { tally: tallyUnchanged(entry?.status, entry) });
    if (entry === undefined) continue;
    // Runs that come later are derived under these rules.
    const read = rulesOf(entry);
    if (read !== undefined) rules.set(read.project, read);
    if (entry.content !== undefined) adopted.push({ touched: [entry.content.project] });
  }
  const again = outcome.again.filter(({ path, because }) => because !== 'busy' || busy.has(path));
  return addUp([{ ...outcome, again }, ...adopted]);
}
