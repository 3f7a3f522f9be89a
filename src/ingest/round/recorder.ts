/** Writes what became of the files of a round into the ledger, and counts it. */

import { RUN_INDICES } from '../../domain/documents/document.ts';
import { fileId } from '../../domain/documents/ids.ts';
import { sameEntry, type LedgerEntry } from '../../domain/ledger/entry.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { PassContext } from './pass.ts';
import type { Staged } from './stage.ts';
import { sweepRound } from './sweep.ts';
import { count } from './tally.ts';

export type Recorder = { record: (results: readonly Staged[]) => Promise<ElasticsearchFailure | undefined> };

/** @param before the entries as they were before the round */
export function createRecorder(
  context: PassContext,
  before: ReadonlyMap<string, LedgerEntry | undefined>,
): Recorder {
  const { ledger, leases, folder, digest, log, observer, sender, outcome } = context;
  const { tally, touched, again } = outcome;
  const overtaken: LedgerEntry[] = [];

  async function writeEntry(entry: LedgerEntry): Promise<void> {
    // Known only once Elasticsearch has it: what it did not take is read again.
    await sender.add(leases.write(entry), {
      accepted: (_index, token) => ledger.set(entry, token),
      overtaken: () => overtaken.push(entry),
      refused: (_subject, reason) =>
        log.error({ path: entry.path, reason }, 'Elasticsearch refused an entry of the ledger'),
    });
  }

  async function recordOne({ entry, ranking = [], overtaken: lost = 0 }: Staged): Promise<void> {
    if (lost > 0) {
      overtaken.push(entry);
      return;
    }
    if (entry.status === 'waiting') again.push({ path: entry.path, because: 'waiting' });
    if (entry.status !== 'gone') count(tally, entry, ranking);
    if (isIn(entry) && entry.content !== undefined) touched.add(entry.content.project);
    if (entry.content?.kind === 'run' && isIn(entry))
      for (const index of RUN_INDICES) observer.documents(index, entry.content.counts[index]);
    const known = before.get(entry.path);
    if (known !== undefined && sameEntry(known, entry)) return;
    tally.recorded += 1;
    await writeEntry(entry);
  }

  /** A side file that was taken for a run file before the run that names it was known. */
  async function forgetRejected(path: string): Promise<void> {
    if (ledger.get(path)?.status !== 'rejected') return;
    const condition = ledger.condition(path);
    ledger.delete(path);
    await sender.add({
      type: 'delete',
      index: 'files',
      id: fileId(digest, folder.root, path),
      ...(condition !== 'absent' && { condition }),
    });
  }

  /** Somebody else has written these entries, or an answer was lost after ours were written. */
  async function lookAtOvertaken(): Promise<ElasticsearchFailure | undefined> {
    if (overtaken.length === 0) return undefined;
    const failure = await leases.look(overtaken.map(({ path }) => path));
    if (failure !== undefined) return failure;
    const theirs: LedgerEntry[] = [];
    for (const entry of overtaken) {
      const found = ledger.get(entry.path);
      if (found !== undefined && found.version === entry.version && sameEntry(found, entry)) continue;
      leases.lost(entry.path);
      again.push({ path: entry.path, because: 'busy' });
      if (found !== undefined) theirs.push(found);
    }
    // Rows of ours that theirs does not have may have come after their sweep.
    const swept = await sweepRound(theirs, [], context, sender);
    return 'type' in swept ? swept : undefined;
  }

  return {
    record: async (results) => {
      const besides = new Set(
        results.flatMap(({ entry }) => (isIn(entry) ? entry.sideFiles.map(({ path }) => path) : [])),
      );
      for (const result of results) {
        const { status, path } = result.entry;
        if (status === 'rejected' && (besides.has(path) || ledger.isSideFile(path))) tally.files -= 1;
        else await recordOne(result);
      }
      for (const path of besides) await forgetRejected(path);
      return (await sender.flush()) ?? lookAtOvertaken();
    },
  };
}

function isIn({ status }: LedgerEntry): boolean {
  return status === 'indexed' || status === 'partial';
}
