import type { BigIntStats } from 'node:fs';
import type { FoundFile } from '../../ingest/ports/folder.ts';

/** A file's state in nanoseconds: within one millisecond a file can be written twice. */
export function foundFile(path: string, stats: BigIntStats): FoundFile {
  return {
    path,
    state: { size: Number(stats.size), modifiedNs: String(stats.mtimeNs), inode: String(stats.ino) },
    modifiedAt: new Date(Number(stats.mtimeMs)).toISOString(),
    // A write sets both times. A change of the name, the permissions or the owner sets the second one only.
    isMoved: stats.ctimeNs > stats.mtimeNs,
  };
}
