import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Formats } from '../../domain/formats/index.ts';
import { groupBySource, isWithin } from '../../domain/formats/source.ts';
import type { Place } from '../../domain/ledger/absence.ts';
import { MARKER, type Scan } from '../../ingest/ports/folder.ts';
import { lookThroughThread } from './look-at-many.ts';
import { isGone, orCode } from './system-error.ts';
import { walk } from './walk.ts';

/**
 * Finds all sources of a folder, sorted by path. If the folder itself cannot be read, as on a share that is not mounted, that
 * is an outcome of its own.
 */
export async function scan(root: string, memberOf: Formats['memberOf']): Promise<Scan> {
  const place = await placeOf(root);
  if (typeof place === 'string') return noFolder(place);
  const walked = await walk(root, '', memberOf);
  if (typeof walked === 'string') return noFolder(walked);
  const { members, unseen, misnamed } = walked;
  const sources = groupBySource(members).filter(({ path }) => !unseen.some((part) => isWithin(part, path)));
  return { type: 'scanned', sources, unseen, misnamed, place };
}

function noFolder(code: string): Scan {
  return { type: 'no-folder', reason: isGone(code) ? 'it is not there' : `the system says ${code}` };
}

async function placeOf(root: string): Promise<Place | string> {
  const stats = await orCode(stat(root, { bigint: true }));
  if (typeof stats === 'string') return stats;
  const marker = await lookThroughThread(join(root, MARKER));
  return { device: String(stats.dev), inode: String(stats.ino), hasMarker: typeof marker !== 'string' };
}
