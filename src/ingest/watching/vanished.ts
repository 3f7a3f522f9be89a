/** What becomes of the runs whose files go: by default they stay, and the ledger says that the file is gone. */

import { decideAbsence, describeHeld, type AbsenceLimits, type Place } from '../../domain/ledger/absence.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { Outline } from '../ledger/ledger-view.ts';
import { MARKER, type Scan } from '../ports/folder.ts';
import { type World } from '../ports/world.ts';
import type { PassState } from '../round/pass.ts';
import type { Sender } from '../sending/sender.ts';
import { sweepRound } from '../round/sweep.ts';

export type VanishedOptions = AbsenceLimits & { onDelete: 'keep' | 'remove' };

export type Vanished = {
  /**
   * Compares a scan with the ledger.
   *
   * @returns the projects that lost something, or why it could not be written
   */
  notice: (scan: Scan & { type: 'scanned' }) => Promise<ElasticsearchFailure | Set<string>>;
};

export function createVanished(
  { ledger, leases, projects }: PassState,
  world: World,
  newSender: () => Sender,
  { onDelete, ...limits }: VanishedOptions,
): Vanished {
  const { folder, clock, log } = world;
  // Files that went before this process began have been absent often enough, and do not count as vanishing now.
  let absences: ReadonlyMap<string, number> = new Map(
    [...ledger.outlines()].flatMap(({ path, status }) => (status === 'gone' ? [[path, limits.scans]] : [])),
  );
  let trusted: Place | undefined;
  let toldOf: string | undefined;

  /** Where runs are removed, this goes for those too whose files went when they were not. */
  function isKnown({ status, holds }: Outline): boolean {
    return status !== 'gone' || (onDelete === 'remove' && holds);
  }

  async function remove(entries: readonly LedgerEntry[]): Promise<ElasticsearchFailure | undefined> {
    const abandoned = entries.flatMap(({ content, intended = [], version }) =>
      [...(content === undefined ? [] : [content]), ...intended].map((each) => ({ content: each, version })),
    );
    const swept = await sweepRound([], abandoned, world, newSender());
    if ('type' in swept) return swept;
    for (const { content } of abandoned) if (content.kind === 'project') projects.delete(content.project);
    return undefined;
  }

  return {
    notice: async ({ files, unseen, place }) => {
      const known = [...ledger.outlines()].filter(isKnown).map(({ path }) => path);
      const found = new Set(files.map(({ path }) => path));
      for (const path of known) if (unseen.some((part) => lies(path, part))) found.add(path);
      const decided = decideAbsence({ known, found, absences, place, trusted, limits });
      absences = decided.absences;
      trusted = decided.trusted;
      tell(
        decided.held && describeHeld(decided.held, { folder: folder.root, marker: MARKER }),
        decided.held?.type,
      );
      const touched = new Set<string>();
      const gone = decided.gone
        .flatMap((path) => ledger.get(path) ?? [])
        .filter(({ path }) => !leases.isTaken(path));
      if (gone.length === 0) return touched;
      if (onDelete === 'remove') {
        const failure = await remove(gone);
        if (failure !== undefined) return failure;
      }
      const sender = newSender();
      for (const entry of gone) {
        const now = goneEntry(entry, onDelete, clock.now());
        await sender.add(leases.write(now), {
          accepted: (_index, token) => {
            ledger.set(now, token);
            if (onDelete === 'remove' && entry.content !== undefined) touched.add(entry.content.project);
          },
          // Somebody else has looked after it; what they wrote is seen at the next scan.
          overtaken: ({ id }) => log.debug({ id }, 'Another daemon has seen to a file that is gone'),
          refused: (_subject, reason) =>
            log.error({ path: entry.path, reason }, 'Elasticsearch refused an entry of the ledger'),
        });
      }
      const failure = await sender.flush();
      if (failure !== undefined) return failure;
      log.info({ files: gone.length, runs: onDelete === 'keep' ? 'kept' : 'removed' }, 'Files are gone');
      return touched;
    },
  };

  function tell(reason: string | undefined, type: string | undefined): void {
    if (reason !== undefined && type !== toldOf)
      log.error({ reason }, 'Files are missing; none counts as gone');
    if (reason === undefined && toldOf !== undefined) log.info({}, 'The folder is whole again');
    toldOf = type;
  }
}

function lies(path: string, part: string): boolean {
  return path === part || path.startsWith(`${part}/`);
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
