/** Which source says what: a run, or a project's rules, belongs to one source at a time. */

import { claimOf, type FileContent } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Folder } from '../ports/folder.ts';

export type Claims = {
  /**
   * Claims what a source says for it. A source that says something else now has released what it said before.
   *
   * @returns the path of the source that holds the claim and still exists; undefined where the claim was granted
   */
  take: (content: FileContent, path: string) => Promise<string | undefined>;
  /** The source of this round that holds the claim. */
  takenBy: (content: FileContent) => string | undefined;
  /** The sources that no longer exist and whose claim went to another source. */
  displaced: () => string[];
};

/** The claims of one round. */
export function createClaims(ledger: Pick<LedgerView, 'holder'>, find: Folder['find']): Claims {
  const holders = new Map<string, string>();
  /** What each source of this round says, whether the claim was granted or not. */
  const claimsByPath = new Map<string, string>();
  const displaced = new Set<string>();

  return {
    take: async (content, path) => {
      const claim = claimOf(content);
      claimsByPath.set(path, claim);
      const holder = holders.get(claim) ?? ledger.holder(content);
      const isReleased = holder !== undefined && (claimsByPath.get(holder) ?? claim) !== claim;
      if (holder !== undefined && holder !== path && !isReleased) {
        if ((await find(holder)) !== undefined) return holder;
        displaced.add(holder);
      }
      holders.set(claim, path);
      return undefined;
    },
    takenBy: (content) => holders.get(claimOf(content)),
    displaced: () => [...displaced],
  };
}
