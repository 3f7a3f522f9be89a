/** Writes what became of the sources of a round into the ledger, and counts it. */

import { sameEntry, type LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Entries } from '../ledger/entries.ts';
import type { LedgerView } from '../ledger/ledger-view.ts';
import type { Leases } from '../ledger/leases.ts';
import type { Log } from '../ports/log.ts';
import type { Sender } from '../sending/sender.ts';
import { addUp, type Part } from './outcome.ts';
import type { Staged } from './stage.ts';
import type { Sweep } from './sweep.ts';
import { tallyRead } from './tally.ts';

export type RecordTools = {
  ledger: Pick<LedgerView, 'known' | 'set' | 'delete' | 'isSideFile'>;
  entries: Pick<Entries, 'read' | 'refresh'>;
  leases: Pick<Leases, 'write' | 'remove' | 'lost'>;
  sweep: Sweep;
  log: Pick<Log, 'error'>;
};

/** @param sender halts at a failure: entries that it does not get to stay as they are, and their sources are read again */
export async function record(results: readonly Staged[], sender: Sender, tools: RecordTools): Promise<Part> {
  const { ledger, leases } = tools;
  const sideFiles = new Set(results.flatMap(({ entry }) => (isIn(entry) ? othersIn(entry) : [])));
  const parts: Part[] = [];
  const overtaken: LedgerEntry[] = [];
  for (const result of results) {
    const { entry, before } = result;
    const isNoSource =
      entry.status === 'rejected' && (sideFiles.has(entry.path) || ledger.isSideFile(entry.path));
    if (isNoSource) parts.push({ tally: { files: -1 } });
    else if (result.isOvertaken === true) overtaken.push(entry);
    else {
      parts.push(partOf(result));
      if (before !== undefined && sameEntry(before, entry)) continue;
      parts.push({ tally: { recorded: 1 } });
      await write(entry, sender, tools, () => overtaken.push(entry));
    }
  }
  for (const path of sideFiles) {
    // It was read as a source of its own before the run that names it was known.
    if (ledger.known(path)?.status !== 'rejected') continue;
    const removal = leases.remove(path);
    ledger.delete(path);
    await sender.add(removal);
  }
  const failure = await sender.flush();
  return addUp([...parts, failure === undefined ? await lookAt(overtaken, sender, tools) : { failure }]);
}

/** The files of a source besides the one that it may be named by. */
function othersIn({ path, files }: LedgerEntry): string[] {
  return files.flatMap((file) => (file.path === path ? [] : [file.path]));
}

function isIn({ status }: LedgerEntry): boolean {
  return status === 'indexed' || status === 'partial';
}

function partOf({ entry, ranking }: Staged): Part {
  const { path, status, content } = entry;
  return {
    tally: tallyRead(entry, ranking),
    ...(status === 'waiting' && { again: [{ path, because: 'waiting' }] }),
    ...(isIn(entry) && content !== undefined && { touched: [content.project] }),
  };
}

async function write(
  entry: LedgerEntry,
  sender: Sender,
  { ledger, leases, log }: RecordTools,
  overtaken: () => void,
): Promise<void> {
  await sender.add(leases.write(entry), {
    // The view follows the ledger: as long as an entry is not written, its file has to be read again.
    accepted: (_index, token) => ledger.set(entry, token),
    overtaken,
    refused: (_subject, reason) =>
      log.error({ path: entry.path, reason }, 'Elasticsearch refused an entry of the ledger'),
  });
}

/**
 * Reads again the entries that could not be written because somebody else had written them. It may have been us: an answer can be
 * lost after the write.
 */
async function lookAt(
  overtaken: readonly LedgerEntry[],
  sender: Sender,
  { entries, leases, sweep }: RecordTools,
): Promise<Part> {
  if (overtaken.length === 0) return {};
  const refreshed = await entries.refresh(overtaken.map(({ path }) => path));
  if (refreshed.type !== 'ok') return { failure: refreshed };
  const again: Part['again'] = overtaken.flatMap((ours) => {
    const found = refreshed.value.get(ours.path);
    const isOurs = found !== undefined && found.version === ours.version && sameEntry(found, ours);
    return isOurs ? [] : [{ path: ours.path, because: 'busy' as const }];
  });
  for (const { path } of again) leases.lost(path);
  // Rows of ours that theirs does not have may have arrived after their sweep.
  const swept = await sweep(
    again.flatMap(({ path }) => refreshed.value.get(path) ?? []),
    [],
    sender,
  );
  return { again, ...(swept.type !== 'ok' && { failure: swept }) };
}
