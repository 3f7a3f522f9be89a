import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Lease } from '../domain/ledger/entry.ts';
import type { Self } from '../ingest/ports/self.ts';

const host = hostname();

/**
 * This process. A lease of this host whose process is no more is a dead one's; so is one that names our own process but
 * another session: in containers of one host name, every daemon may have the number 1, and it was there before us.
 */
export const self: Self = {
  lease: { session: randomUUID(), host, process: process.pid },
  isDead: (lease: Lease) => lease.host === host && (lease.process === process.pid || !isAlive(lease.process)),
};

function isAlive(id: number): boolean {
  try {
    // Signal 0 is not sent: it only asks.
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
