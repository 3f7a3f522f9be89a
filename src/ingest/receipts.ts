/** What becomes of each operation of a bulk request, told to whoever sent it. */

import type { ElasticsearchFailure } from '../domain/outcome.ts';
import { treatItem } from '../domain/retry.ts';
import type { ItemOutcome, Operation, WriteToken } from './ports.ts';

/** Told about each operation, once, when its fate is known. */
export type Receipt = {
  accepted?: (operation: Operation, token: WriteToken | undefined) => void;
  refused: (operation: Operation, reason: string) => void;
  /** Somebody has written the document since: theirs counts. */
  overtaken?: (operation: Operation) => void;
};

export type Parcel = { operation: Operation; receipt: Receipt };

/** Tells each receipt the fate of its operation, and keeps those that are to be sent again. */
export function settle(
  parcels: readonly Parcel[],
  outcomes: readonly ItemOutcome[],
): { again: Parcel[]; failure: ElasticsearchFailure | undefined } {
  const again: Parcel[] = [];
  let failure: ElasticsearchFailure | undefined;
  for (let position = 0; position < parcels.length; position += 1) {
    const parcel = parcels[position] as Parcel;
    const { operation, receipt } = parcel;
    const outcome = outcomes[position];
    // An answer that leaves an item out says nothing about it.
    const treatment = outcome === undefined ? 'retry' : treatItem(outcome, operation.type);
    if (treatment === 'done') receipt.accepted?.(operation, outcome?.token);
    else if (treatment === 'overtaken') receipt.overtaken?.(operation);
    else if (treatment === 'retry') again.push(parcel);
    else if (treatment === 'system') failure ??= systemFailure(operation, outcome);
    else receipt.refused(operation, outcome?.reason ?? 'was refused');
  }
  return { again, failure };
}

function systemFailure(operation: Operation, outcome: ItemOutcome | undefined): ElasticsearchFailure {
  const reason = outcome?.reason ?? `status ${outcome?.status ?? 'unknown'}`;
  return {
    type:
      outcome?.errorType === 'cluster_block_exception'
        ? 'blocked'
        : outcome?.status === 404
          ? 'not-found'
          : 'forbidden',
    ...(outcome && { status: outcome.status }),
    reason: `the index "${operation.index}" takes no documents: ${reason}`,
  };
}
