/** Reads the answer to a bulk request, item by item, and tells each operation's receipt. */

import type { Index } from '../../domain/documents/document.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import { treatItem } from '../../domain/sending/retry.ts';
import type { Batch, ItemOutcome, Subject, WriteToken } from '../ports/store.ts';

/** Told once for each operation what became of it. */
export type Receipt = {
  accepted?: (index: Index, token: WriteToken | undefined) => void;
  refused: (subject: Subject, reason: string) => void;
  /** Another daemon has written the document since, and its version counts. */
  overtaken?: (subject: Subject) => void;
};

/** A batch, and the receipt of each of its operations. */
export type Consignment = { batch: Batch; receipts: readonly Receipt[] };

/** Some of its operations. */
export function part({ batch, receipts }: Consignment, numbers: readonly number[]): Consignment {
  return { batch: batch.only(numbers), receipts: numbers.map((n) => receipts[n] as Receipt) };
}

/**
 * @param outcomes one for each operation, in order; fewer if the answer left some out
 * @returns the numbers of the operations to send again, and the first failure that no document is to blame for
 */
export function settle(
  { batch, receipts }: Consignment,
  outcomes: readonly ItemOutcome[],
): { again: number[]; failure: ElasticsearchFailure | undefined } {
  const again: number[] = [];
  let failure: ElasticsearchFailure | undefined;
  for (let n = 0; n < receipts.length; n += 1) {
    const receipt = receipts[n] as Receipt;
    const { type, index } = batch.targetOf(n);
    const outcome = outcomes[n];
    // An answer that leaves an item out says nothing about it.
    const treatment = outcome === undefined ? 'retry' : treatItem(outcome, type);
    if (treatment === 'done') receipt.accepted?.(index, outcome?.token);
    else if (treatment === 'overtaken') receipt.overtaken?.(batch.subjectOf(n));
    else if (treatment === 'retry') again.push(n);
    else if (treatment === 'system') failure ??= systemFailure(index, outcome);
    else receipt.refused(batch.subjectOf(n), outcome?.reason ?? 'was refused');
  }
  return { again, failure };
}

function systemFailure(index: Index, outcome: ItemOutcome | undefined): ElasticsearchFailure {
  const reason = outcome?.reason ?? `status ${outcome?.status ?? 'unknown'}`;
  return {
    type:
      outcome?.errorType === 'cluster_block_exception'
        ? 'blocked'
        : outcome?.status === 404
          ? 'not-found'
          : 'forbidden',
    ...(outcome && { status: outcome.status }),
    reason: `the index "${index}" does not accept documents: ${reason}`,
  };
}
