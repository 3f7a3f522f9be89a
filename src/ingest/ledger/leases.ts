/**
 * Which daemon is at which file. Before the documents of a file are sent, its entry in the ledger is overwritten with a lease that
 * says what the documents are going to be. The write is conditional: nobody may have written the entry since it was last seen. So
 * one of several daemons gets the file, and after a crash it is known what may have been written.
 *
 *   free ──take──▶ ours ──renewed meanwhile──▶ ours ──entry written──▶ free
 *                    └──we die──▶ not renewed ──patience, or our process is seen to be dead──▶ free
 *
 * A daemon that was only stalled, and continues after another one has taken over its file, does no harm: its documents have
 * a lower version, and the condition of its last write to the ledger does not hold any more.
 */

import { fileDocument } from '../../domain/documents/file.ts';
import { fileId } from '../../domain/documents/ids.ts';
import type { LedgerEntry } from '../../domain/ledger/entry.ts';
import type { Digest } from '../../domain/model/digest.ts';
import type { Attempt, ElasticsearchFailure } from '../../domain/model/outcome.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Clock } from '../ports/clock.ts';
import type { Self } from '../ports/self.ts';
import type { Operation } from '../ports/store.ts';
import { indexOperation } from '../sending/index-operation.ts';
import type { Sender } from '../sending/sender.ts';

/** Longer than the parsing of a large file can delay a renewal. */
const PATIENCE_MILLISECONDS = 30_000;

export type Leases = {
  /**
   * Asks for leases.
   *
   * @param entries what the ledger will say while the files are leased
   * @param sender is flushed
   * @returns the paths of the leases that were granted
   */
  take: (entries: readonly LedgerEntry[], sender: Sender) => Promise<Attempt<ReadonlySet<string>>>;
  /** Renews the leases of those files that have one of ours. A lost lease is noticed when the final entry is written. */
  renew: (paths: Iterable<string>, sender: Sender) => Promise<ElasticsearchFailure | undefined>;
  /** The conditional write of an entry. Its outcome is `overtaken` if somebody else has written the entry. */
  write: (entry: LedgerEntry) => Operation;
  /** The conditional deletion of an entry. */
  remove: (path: string) => Operation;
  /** Whether another daemon is at this file, as far as can be known. */
  isTaken: (path: string) => boolean;
  /** Notes that another daemon took this file from us: it is alive, even if its process seems to be dead. */
  lost: (path: string) => void;
};

export type LeasesTools = {
  ledger: Pick<LedgerView, 'known' | 'set' | 'condition'>;
  self: Self;
  /** The watched folder, as the ledger names it. */
  folder: string;
  clock: Pick<Clock, 'elapsed' | 'now'>;
  digest: Digest;
};

/** A lease of another daemon: since when, in milliseconds of `elapsed`, its entry has this token. */
type Foreign = { token: string; since: number; wasOurs: boolean };

export function createLeases(tools: LeasesTools): Leases {
  const { ledger, self, folder, clock, digest } = tools;
  const { isTaken, lost } = createForeignLeases(tools);
  /** The leases of ours, as they were written last. */
  const held = new Map<string, LedgerEntry>();

  function write(entry: LedgerEntry): Operation {
    held.delete(entry.path);
    return { ...indexOperation(fileDocument(entry, digest)), condition: ledger.condition(entry.path) };
  }

  async function take(entries: readonly LedgerEntry[], sender: Sender) {
    const granted = new Set<string>();
    for (const entry of entries) {
      const leased: LedgerEntry = { ...entry, status: 'reading', lease: self.lease, seenAt: clock.now() };
      await sender.add(write(leased), {
        accepted: (_index, token) => {
          ledger.set(leased, token);
          held.set(entry.path, leased);
          granted.add(entry.path);
        },
      });
    }
    return (await sender.flush()) ?? { type: 'ok' as const, value: granted };
  }

  async function renew(paths: Iterable<string>, sender: Sender) {
    for (const path of paths) {
      const entry = held.get(path);
      if (entry === undefined) continue;
      const renewed = { ...entry, seenAt: clock.now() };
      await sender.add(write(renewed), {
        accepted: (_index, token) => {
          ledger.set(renewed, token);
          held.set(path, renewed);
        },
        overtaken: () => lost(path),
      });
    }
    return sender.flush();
  }

  return {
    take,
    renew,
    write,
    remove: (path) => {
      const condition = ledger.condition(path);
      return {
        type: 'delete',
        index: 'files',
        id: fileId(digest, folder, path),
        ...(condition !== 'absent' && { condition }),
      };
    },
    isTaken,
    lost,
  };
}

/** Watches the leases of other daemons: one whose entry has not changed for the patience is no longer respected. */
function createForeignLeases({
  ledger,
  self,
  clock,
}: Pick<LeasesTools, 'ledger' | 'self' | 'clock'>): Pick<Leases, 'isTaken' | 'lost'> {
  const foreign = new Map<string, Foreign>();

  function isTaken(path: string): boolean {
    const lease = ledger.known(path)?.lease;
    if (lease === undefined || lease.session === self.lease.session) {
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
    isTaken,
    lost: (path) => foreign.set(path, { token: '', since: clock.elapsed(), wasOurs: true }),
  };
}
