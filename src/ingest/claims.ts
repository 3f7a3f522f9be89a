/** Who may say what: a run, or a project's rules, is told by one file at a time. */

import { claimOf, type FileContent, type LedgerEntry } from '../domain/ledger.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Clock, Folder } from './ports.ts';

export type Claims = {
  /**
   * Claims what a file says for it.
   *
   * @returns the path of the file that holds it already and is still there; undefined where the claim was granted
   */
  take: (content: FileContent, path: string) => Promise<string | undefined>;
  /** Whether a file of this round says it now. */
  isTaken: (content: FileContent) => boolean;
  /** Entries of files that went, and whose place another file took. */
  displaced: () => LedgerEntry[];
};

/** The claims of one round. */
export function createClaims(ledger: LedgerView, folder: Pick<Folder, 'look'>, clock: Clock): Claims {
  const holders = new Map<string, string>();
  const saying = new Map<string, string>();
  const displaced: LedgerEntry[] = [];

  return {
    take: async (content, path) => {
      const claim = claimOf(content);
      const holder = holders.get(claim) ?? ledger.holder(content);
      const saysSomethingElse = holder !== undefined && (saying.get(holder) ?? claim) !== claim;
      if (holder !== undefined && holder !== path && !saysSomethingElse) {
        if ((await folder.look(holder)) !== undefined) return holder;
        const entry = ledger.get(holder);
        if (entry !== undefined) displaced.push({ ...entry, status: 'gone', seenAt: clock.now() });
      }
      holders.set(claim, path);
      saying.set(path, claim);
      return undefined;
    },
    isTaken: (content) => holders.has(claimOf(content)),
    displaced: () => displaced,
  };
}
