import type { LedgerView } from './ledger-view.ts';

/** Whether any file has rows in this generation of the indices. Where one has, it is among the first that are looked at. */
export function holdsRows(ledger: LedgerView, generation: string): boolean {
  for (const { path, holds } of ledger.outlines()) {
    if (!holds || ledger.known(path)?.generation !== generation) continue;
    const content = ledger.get(path)?.content;
    if (content?.kind === 'run' && content.counts.images + content.counts.series > 0) return true;
  }
  return false;
}
