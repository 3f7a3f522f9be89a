/** Leases runs and sends their documents. */

import { areStillThere, claimOf, type FileContent, type LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Leases } from '../ledger/leases.ts';
import type { Folder } from '../ports/folder.ts';
import type { Sender } from '../sending/sender.ts';
import { baseEntry, type EntryContext } from './entries.ts';
import { addUp, type Again, type Part } from './outcome.ts';
import type { RunSource, Staged, Taken } from './stage.ts';

/** A run whose claim was granted. */
export type ClaimedRun = Taken<RunSource> & { content: FileContent };

export type SentRuns = Part & { staged: readonly (() => Staged)[] };

export type SendRunsTools = {
  leases: Pick<Leases, 'take'>;
  /** A sender for the lease requests, which have to be answered before the documents are sent. */
  newSender: () => Sender;
  find: Folder['find'];
  /** The session that the leases of this process name. */
  session: string;
  /** Sends the documents of a run. */
  stage: (run: Taken<RunSource>) => Promise<(() => Staged) | 'changing'>;
  context: EntryContext;
};

/** Asks for the leases of all runs in one request, then sends the documents of those that were granted. */
export async function sendRuns(runs: readonly ClaimedRun[], tools: SendRunsTools): Promise<SentRuns> {
  const entries = runs.map((run) => leasedEntry(run, tools.context));
  const granted = await tools.leases.take(entries, tools.newSender());
  if (granted.type !== 'ok') return { failure: granted, staged: [] };
  const sent: SentRuns[] = [];
  for (const run of runs) {
    const isGranted = granted.value.has(run.source.path);
    sent.push(isGranted ? await sendRun(run, tools) : leave(run, 'busy'));
  }
  return { ...addUp(sent), staged: sent.flatMap(({ staged }) => staged) };
}

async function sendRun(run: ClaimedRun, { find, session, stage }: SendRunsTools): Promise<SentRuns> {
  const { source, before } = run;
  const { path, files } = source;
  const found = await find(path);
  if (found === undefined || !areStillThere(found.files, files)) return leave(run, 'changing');
  const isTakenOver = before?.status === 'reading' && before.lease?.session !== session;
  const takenOver = isTakenOver ? [path] : [];
  const staged = await stage(run);
  // The lease says what may have been sent of it, so that the next reading sweeps what is too much.
  return staged === 'changing' ? { ...leave(run, 'changing'), takenOver } : { staged: [staged], takenOver };
}

function leave({ source }: ClaimedRun, because: Again['because']): SentRuns {
  return { again: [{ path: source.path, because }], staged: [] };
}

/** The entry while the documents are being sent: what the source said before, and what it is going to say. */
function leasedEntry({ source, version, content, before }: ClaimedRun, context: EntryContext): LedgerEntry {
  // What an earlier attempt may have sent before it was cut off is kept until it is swept.
  const earlier = (before?.intended ?? []).filter((other) => claimOf(other) !== claimOf(content));
  return {
    ...baseEntry(source, version, context),
    status: 'reading',
    ...(before?.content && { content: before.content }),
    intended: [content, ...earlier],
  };
}
