/**
 * One round: some sources become documents, then ledger entries.
 *
 *   for all:         entries of the ledger
 *   for each source: read ─▶ claim ─▶ lease ─▶ send its documents
 *   for all:       ─▶ all arrived ─▶ sweep ─▶ write the ledger ─▶ adopt what other daemons have finished
 *
 * The ledger comes last. If anything stops a round, the next one reads its sources again. That does not change documents that
 * are right already.
 */

import { keepRenewing } from '../ledger/keep-renewing.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import type { FoundSource } from '../ports/folder.ts';
import { addUp, inOrder, type Outcome, type Part } from './outcome.ts';

/** The steps of one round, each bound to what it works with. */
export type RoundSteps = {
  /** Reads the entries of these sources in the ledger, as they are before the round. */
  load: (paths: readonly string[]) => Promise<Part>;
  /** Reads one source, claims what it says, and sends documents. */
  take: (source: FoundSource) => Promise<Part>;
  /** Sends what is left, and waits until all documents have arrived. */
  finish: () => Promise<Part>;
  /** Deletes what is outdated, and writes the ledger. */
  commit: () => Promise<Part>;
  /** Counts the sources that other daemons have finished meanwhile as done. */
  adopt: (sources: readonly FoundSource[], outcome: Outcome) => Promise<Outcome>;
  /** Renews the leases of these sources. */
  renew: (paths: readonly string[]) => Promise<ElasticsearchFailure | undefined>;
};

export type RoundOptions = {
  ledger: Pick<LedgerView, 'isSideFile'>;
  clock: Pick<Clock, 'wait'>;
  /** Ends the round after the source that is being read; what was read is committed. */
  signal?: AbortSignal | undefined;
  /** Called after each source. */
  looked: () => void;
};

export async function runRound(
  sources: readonly FoundSource[],
  steps: RoundSteps,
  options: RoundOptions,
): Promise<Outcome> {
  const paths = sources.map(({ path }) => path);
  const renewing = keepRenewing(() => steps.renew(paths), options.clock);
  try {
    const outcome = await inOrder([
      () => steps.load(paths),
      () => takeAll(sources, steps.take, options),
      steps.finish,
      async () => ({ failure: await renewing.stop() }),
      steps.commit,
    ]);
    return outcome.failure === undefined ? await steps.adopt(sources, outcome) : outcome;
  } finally {
    await renewing.stop();
  }
}

async function takeAll(
  sources: readonly FoundSource[],
  take: RoundSteps['take'],
  { ledger, signal, looked }: RoundOptions,
): Promise<Part> {
  const parts: Part[] = [];
  for (const source of sources) {
    if (signal?.aborted === true) break;
    // A run that was committed since the sources were counted may name it as its side file.
    if (ledger.isSideFile(source.path)) {
      parts.push({ tally: { files: -1 } });
      continue;
    }
    const part = await take(source);
    parts.push(part, { tally: { seen: 1 } });
    looked();
    if (part.failure !== undefined) break;
  }
  return addUp(parts);
}
