/**
 * Who is at which file. Before the documents of a file are sent, its entry in the ledger is overwritten with a lease that
 * says what it is going to hold, on condition that nobody has written the entry since it was last seen: of several
 * daemons one gets it, and after a crash it is known what may have been written.
 *
 *   free ──take──▶ ours ──renewed while at it──▶ ours ──entry written──▶ free
 *                    └──we die──▶ not renewed ──patience, or our process is seen to be dead──▶ free
 *
 * A daemon that was only stalled, and goes on after another has taken its file over, does no harm: its documents are
 * of a lower version, and its last write to the ledger depends on nobody having written there.
 */

import { fileDocument } from '../../domain/documents/file.ts';
import { fileId } from '../../domain/documents/ids.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Operation } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import type { Sender } from '../sending/sender.ts';
import { indexOperation } from '../round/stage.ts';

/** Longer than a renewal can be late because a large file is being parsed. */
const PATIENCE_MILLISECONDS = 30_000;

export type Leases = {
  /**
   * Asks for leases.
   *
   * @returns the paths of those that were granted, once it is known
   */
  take: (entries: readonly LedgerEntry[], sender: Sender) => Promise<ElasticsearchFailure | Set<string>>;
  /** Says that we are still at these files. What was lost is found out by the write at the end. */
  renew: (paths: Iterable<string>, sender: Sender) => Promise<ElasticsearchFailure | undefined>;
  /** The conditional write of an entry; `overtaken` where somebody else has written it. */
  write: (entry: LedgerEntry) => Operation;
  /** Reads entries again that somebody else has written. */
  look: (paths: readonly string[]) => Promise<ElasticsearchFailure | undefined>;
  /** Whether somebody else is at this file, as far as can be known. */
  isTaken: (path: string) => boolean;
  /** Whoever took a file from us is alive, whatever the number of its process seems to say. */
  lost: (path: string) => void;
};

/** A lease of somebody else: as what, and since when (milliseconds of `elapsed`), it looks the same. */
type Foreign = { token: string; since: number; wasOurs: boolean };

export function createLeases(
  ledger: LedgerView,
  { self, folder, clock, digest, store }: Pick<World, 'self' | 'folder' | 'clock' | 'digest' | 'store'>,
): Leases {
  const foreign = new Map<string, Foreign>();
  const idOf = (path: string) => fileId(digest, folder.root, path);
  const isOurs = (entry: LedgerEntry | undefined) => entry?.lease?.session === self.lease.session;

  const write = (entry: LedgerEntry): Operation => ({
    ...indexOperation(fileDocument(entry, digest)),
    condition: ledger.condition(entry.path),
  });

  const lost = (path: string) => foreign.set(path, { token: '', since: clock.elapsed(), wasOurs: true });

  function isTaken(path: string): boolean {
    const entry = ledger.get(path);
    const { lease, status } = entry ?? {};
    if (status !== 'reading' || lease === undefined || isOurs(entry)) {
      foreign.delete(path);
      return false;
    }
    const token = JSON.stringify(ledger.condition(path));
    const known = foreign.get(path);
    const wasOurs = known?.wasOurs === true;
    if (!wasOurs && self.isDead(lease)) return false;
    if (known?.token !== token) {
      foreign.set(path, { token, since: clock.elapsed(), wasOurs });
      return true;
    }
    return clock.elapsed() - known.since < PATIENCE_MILLISECONDS;
  }

  return {
    take: async (entries, sender) => {
      const granted = new Set<string>();
      for (const entry of entries) {
        const leased: LedgerEntry = {
          ...entry,
          status: 'reading',
          lease: self.lease,
          seenAt: clock.now(),
        };
        await sender.add(write(leased), {
          accepted: (_index, token) => {
            ledger.set(leased, token);
            granted.add(entry.path);
          },
        });
      }
      return (await sender.flush()) ?? granted;
    },
    renew: async (paths, sender) => {
      for (const path of paths) {
        const entry = ledger.get(path);
        if (entry === undefined || !isOurs(entry)) continue;
        const renewed = { ...entry, seenAt: clock.now() };
        await sender.add(write(renewed), {
          accepted: (_index, token) => ledger.set(renewed, token),
          overtaken: () => lost(path),
        });
      }
      return sender.flush();
    },
    write,
    look: async (paths) => {
      const found = await store.readEntries(paths.map(idOf));
      if (found.type !== 'ok') return found;
      const byId = new Map(found.value.map((stored) => [stored.id, stored]));
      for (const path of paths) {
        const stored = byId.get(idOf(path));
        if (stored?.entry?.path === path) ledger.set(stored.entry, stored.token);
        else {
          ledger.delete(path);
          if (stored !== undefined) ledger.setDamaged(path, stored.token);
        }
      }
      return undefined;
    },
    isTaken,
    lost,
  };
}
