import type { Lease } from '../../domain/ledger/entry.ts';

/** Who this process is, and which other processes are known to be dead. */
export type Self = {
  /** What this process writes into the ledger entries of files that it is reading. */
  lease: Lease;
  /** Whether the holder of a lease is known to be dead: a process of this host that no longer runs. */
  isDead: (lease: Lease) => boolean;
};
