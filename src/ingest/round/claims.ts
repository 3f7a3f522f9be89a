/** Who may say what: a run, or a project's rules, is told by one file at a time. */

import { claimOf, type FileContent, type LedgerEntry } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Clock } from '../ports/world.ts';
import type { Folder } from '../ports/folder.ts';

export type Claims = {
  /**
   * Claims what a file says for it. A file that says something else now has let go of what it said before.
   *
   * @returns the path of the file that holds it already and is still there; undefined where the claim was granted
   */
  take: (content: FileContent, path: string) => Promise<string | undefined>;
  /** The file of this round that says it now. */
  takenBy: (content: FileContent) => string | undefined;
  /** Entries of files that went, and whose place another file took. */
  displaced: () => LedgerEntry[];
};

/** The claims of one round. */
export function createClaims(ledger: LedgerView, folder: Pick<Folder, 'look'>, clock: Clock): Claims {
  const holders = new Map<string, string>();
  /** What the files of this round say, whether it was granted or not. */
  const saying = new Map<string, string>();
  const displaced = new Map<string, LedgerEntry>();

  return {
    take: async (content, path) => {
      const claim = claimOf(content);
      saying.set(path, claim);
      const holder = holders.get(claim) ?? ledger.holder(content);
      const hasLetGo = holder !== undefined && (saying.get(holder) ?? claim) !== claim;
      if (holder !== undefined && holder !== path && !hasLetGo) {
        if ((await folder.look(holder)) !== undefined) return holder;
        const entry = ledger.get(holder);
        if (entry !== undefined) displaced.set(holder, displacedEntry(entry, clock.now()));
      }
      holders.set(claim, path);
      return undefined;
    },
    takenBy: (content) => holders.get(claimOf(content)),
    displaced: () => [...displaced.values()],
  };
}

/** What it said is said by another file now: it holds nothing. */
function displacedEntry(
  { content: _content, problem: _problem, ...entry }: LedgerEntry,
  now: string,
): LedgerEntry {
  return { ...entry, status: 'gone', errors: [], errorCount: 0, seenAt: now };
}
