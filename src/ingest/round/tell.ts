import { RUN_INDICES } from '../../domain/documents/document.ts';
import { ageOfNewest, bytesOf } from '../../domain/ledger/entry.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { Observer } from '../ports/observer.ts';
import type { Part } from './outcome.ts';
import type { Staged } from './stage.ts';

export type TellTools = {
  ledger: Pick<LedgerView, 'known'>;
  clock: Pick<Clock, 'unix'>;
  observer: Pick<Observer, 'documents' | 'bytesRead' | 'searchable'>;
};

/** Tells the observer what a committed round has read and indexed. */
export function tellRound(
  staged: readonly Staged[],
  { tally }: Part,
  { ledger, clock, observer }: TellTools,
): void {
  for (const index of RUN_INDICES) {
    const count = tally?.documents?.[index] ?? 0;
    if (count > 0) observer.documents(index, count);
  }
  for (const { entry } of staged) {
    observer.bytesRead(bytesOf(entry.files));
    const status = ledger.known(entry.path)?.status;
    if (status !== 'indexed' && status !== 'partial') continue;
    // By the clocks of two machines perhaps: never below 0.
    observer.searchable(Math.max(0, ageOfNewest(entry.files, clock.unix())) / 1000);
  }
}
