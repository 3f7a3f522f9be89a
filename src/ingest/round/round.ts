/**
 * One round: some files become documents, then ledger entries.
 *
 *   for each file: read ─▶ claim ─▶ lease ─▶ send its documents
 *   for all:       ─▶ all arrived ─▶ sweep ─▶ write the ledger ─▶ adopt what other daemons have finished
 *
 * The ledger comes last. If anything stops a round, the next one reads its files again. That does not change documents that
 * are right already.
 */

import { keepRenewing } from '../ledger/keep-renewing.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import type { FoundFile } from '../ports/folder.ts';
import { addUp, inOrder, type Outcome, type Part } from './outcome.ts';

/** The steps of one round, each bound to what it works with. */
export type RoundSteps = {
  /** Reads one file, claims what it says, and sends documents. */
  take: (path: string) => Promise<Part>;
  /** Sends what is left, and waits until all documents have arrived. */
  finish: () => Promise<Part>;
  /** Deletes what is outdated, and writes the ledger. */
  commit: () => Promise<Part>;
  /** Counts the files that other daemons have finished meanwhile as done. */
  adopt: (files: readonly FoundFile[], outcome: Outcome) => Promise<Outcome>;
  /** Renews the leases of these files. */
  renew: (paths: readonly string[]) => Promise<ElasticsearchFailure | undefined>;
};

export type RoundOptions = {
  ledger: Pick<LedgerView, 'isSideFile'>;
  clock: Pick<Clock, 'wait'>;
  /** Ends the round after the file that is being read; what was read is committed. */
  signal?: AbortSignal | undefined;
  /** Called after each file. */
  looked: () => void;
};

export async function runRound(
  files: readonly FoundFile[],
  steps: RoundSteps,
  options: RoundOptions,
): Promise<Outcome> {
  const paths = files.map(({ path }) => path);
  const renewing = keepRenewing(() => steps.renew(paths), options.clock);
  try {
    const outcome = await inOrder([
      () => takeAll(paths, steps.take, options),
      steps.finish,
      async () => ({ failure: await renewing.stop() }),
      steps.commit,
    ]);
    return outcome.failure === undefined ? await steps.adopt(files, outcome) : outcome;
  } finally {
    await renewing.stop();
  }
}

async function takeAll(
  paths: readonly string[],
  take: RoundSteps['take'],
  { ledger, signal, looked }: RoundOptions,
): Promise<Part> {
  const parts: Part[] = [];
  for (const path of paths) {
    if (signal?.aborted === true) break;
    // A run that was committed since the files were counted may name it as its side file.
    if (ledger.isSideFile(path)) {
      parts.push({ tally: { files: -1 } });
      continue;
    }
    const part = await take(path);
    parts.push(part, { tally: { seen: 1 } });
    looked();
    if (part.failure !== undefined) break;
  }
  return addUp(parts);
}
