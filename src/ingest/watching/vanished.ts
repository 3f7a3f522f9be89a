/** What happens to runs whose files no longer exist: by default they stay, and the ledger says that the file is gone. */

import { decideAbsence, describeHeld, type AbsenceLimits, type Place } from '../../domain/ledger/absence.ts';
import { isWithin } from '../../domain/formats/source.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Project } from '../../domain/model/run.ts';
import type { Entries } from '../ledger/entries.ts';
import type { KeptEntry, LedgerView } from '../ledger/ledger-view.ts';
import type { Leases } from '../ledger/leases.ts';
import type { Clock } from '../ports/clock.ts';
import { MARKER, type Scan } from '../ports/folder.ts';
import type { Log } from '../ports/log.ts';
import type { Sweep } from '../round/sweep.ts';
import type { Sender } from '../sending/sender.ts';

export type VanishedOptions = AbsenceLimits & { onDelete: 'keep' | 'remove' };

export type Vanished = {
  /**
   * Compares a scan with the ledger.
   *
   * @returns the projects that lost something, or why it could not be written
   */
  notice: (scan: Scan & { type: 'scanned' }) => Promise<Attempt<ReadonlySet<string>>>;
};

export type VanishedTools = {
  /** The watched folder, for messages. */
  folder: string;
  ledger: Pick<LedgerView, 'set' | 'all'>;
  entries: Entries;
  leases: Pick<Leases, 'isTaken' | 'write'>;
  /** The rules of the projects that have a project file. Those of removed project files are deleted. */
  rules: Map<string, Project>;
  sweep: Sweep;
  newSender: () => Sender;
  clock: Pick<Clock, 'now'>;
  log: Log;
};

export function createVanished(tools: VanishedTools, { onDelete, ...limits }: VanishedOptions): Vanished {
  const { folder, ledger, leases, log } = tools;
  // Files that were gone before this process began have been absent often enough, and do not count as vanishing now.
  let absences: ReadonlyMap<string, number> = new Map(
    [...ledger.all()].flatMap(({ path, status }) => (status === 'gone' ? [[path, limits.scans]] : [])),
  );
  let trusted: Place | undefined;
  const tellHeld = createHeldMessages(log);

  function decide({ sources, unseen, place }: Scan & { type: 'scanned' }): string[] {
    const known = [...ledger.all()].filter((kept) => isKnown(kept, onDelete)).map(({ path }) => path);
    const found = new Set(sources.map(({ path }) => path));
    for (const path of known) if (unseen.some((part) => mayHave(path, part))) found.add(path);
    const decided = decideAbsence({ known, found, absences, place, trusted, limits });
    absences = decided.absences;
    trusted = decided.trusted;
    const { held } = decided;
    tellHeld(held && { type: held.type, reason: describeHeld(held, { folder, marker: MARKER }) });
    return decided.gone;
  }

  return {
    notice: async (scan) => {
      const paths = decide(scan).filter((path) => !leases.isTaken(path));
      const read = await readEntries(paths, tools.entries);
      if (read.type !== 'ok') return read;
      const gone = read.value;
      if (gone.length === 0) return { type: 'ok', value: new Set() };
      const failure = onDelete === 'remove' ? await removeDocuments(gone, tools) : undefined;
      if (failure !== undefined) return failure;
      const written = await writeGone(gone, onDelete, tools);
      if (written.type !== 'ok') return written;
      log.info({ files: gone.length, runs: onDelete === 'keep' ? 'kept' : 'removed' }, 'Files are gone');
      return { type: 'ok', value: new Set(onDelete === 'remove' ? projectsOf(written.value) : []) };
    },
  };
}

/** Those that another daemon has written since are left for the next scan, which then knows them. */
async function readEntries(
  paths: readonly string[],
  { read, refresh }: Entries,
): Promise<Attempt<LedgerEntry[]>> {
  const found = await read(paths);
  if (found.type !== 'ok') return found;
  const refreshed = await refresh(paths.filter((path) => !found.value.has(path)));
  return refreshed.type === 'ok' ? { type: 'ok', value: [...found.value.values()] } : refreshed;
}

/** Where runs are removed, this includes those whose files vanished when they were kept. */
function isKnown({ status, holds }: KeptEntry, onDelete: 'keep' | 'remove'): boolean {
  return status !== 'gone' || (onDelete === 'remove' && holds !== undefined);
}

async function removeDocuments(
  entries: readonly LedgerEntry[],
  { rules, sweep, newSender }: Pick<VanishedTools, 'rules' | 'sweep' | 'newSender'>,
): Promise<ElasticsearchFailure | undefined> {
  const abandoned = entries.flatMap(({ content, intended = [], version }) =>
    [...(content === undefined ? [] : [content]), ...intended].map((each) => ({ content: each, version })),
  );
  const swept = await sweep([], abandoned, newSender());
  if (swept.type !== 'ok') return swept;
  for (const { content } of abandoned) if (content.kind === 'project') rules.delete(content.project);
  return undefined;
}

/** @returns the entries that were overwritten, as they were before */
async function writeGone(
  entries: readonly LedgerEntry[],
  onDelete: 'keep' | 'remove',
  {
    ledger,
    leases,
    newSender,
    clock,
    log,
  }: Pick<VanishedTools, 'ledger' | 'leases' | 'newSender' | 'clock' | 'log'>,
): Promise<Attempt<LedgerEntry[]>> {
  const written: LedgerEntry[] = [];
  const sender = newSender();
  for (const entry of entries) {
    const gone = goneEntry(entry, onDelete, clock.now());
    await sender.add(leases.write(gone), {
      accepted: (_index, token) => {
        ledger.set(gone, token);
        written.push(entry);
      },
      // What the other daemon wrote is seen at the next scan.
      overtaken: ({ id }) => log.debug({ id }, 'Another daemon has updated the entry of a file that is gone'),
      refused: (_subject, reason) =>
        log.error({ path: entry.path, reason }, 'Elasticsearch refused an entry of the ledger'),
    });
  }
  return (await sender.flush()) ?? { type: 'ok', value: written };
}

function goneEntry(entry: LedgerEntry, onDelete: 'keep' | 'remove', now: string): LedgerEntry {
  const { content, problem: _problem, lease: _lease, intended: _intended, ...rest } = entry;
  return {
    ...rest,
    status: 'gone',
    ...(onDelete === 'keep' && content !== undefined && { content }),
    errors: [],
    errorCount: 0,
    seenAt: now,
  };
}

function projectsOf(entries: readonly LedgerEntry[]): string[] {
  return entries.flatMap(({ content }) => content?.project ?? []);
}

/** Logs once why missing files do not count as gone, and once that all is well again. */
function createHeldMessages(log: Log): (held: { type: string; reason: string } | undefined) => void {
  let toldOf: string | undefined;
  return (held) => {
    if (held !== undefined && held.type !== toldOf)
      log.error({ reason: held.reason }, 'Files are missing; none counts as gone');
    if (held === undefined && toldOf !== undefined) log.info({}, 'The folder is complete again');
    toldOf = held?.type;
  };
}

/** Whether a file of a source may lie in a part of the folder that could not be looked at. */
function mayHave(source: string, part: string): boolean {
  return isWithin(source, part) || isWithin(part, source);
}
