import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Lease } from '../domain/ledger/entry.ts';
import type { Self } from '../ingest/ports/self.ts';

const host = hostname();

/**
 * This process. A lease is dead if it names this host and a process that no longer exists. It is dead too if it names this
 * process but another session: in containers with the same host name every daemon may be process 1, and the session ended
 * before this one began.
 */
export const self: Self = {
  lease: { session: randomUUID(), host, process: process.pid },
  isDead: (lease: Lease) => lease.host === host && (lease.process === process.pid || !isAlive(lease.process)),
};

function isAlive(id: number): boolean {
  try {
    // Signal 0 only checks that the process exists.
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
