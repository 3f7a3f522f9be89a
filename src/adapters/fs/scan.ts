import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemberOf } from '../../domain/formats/index.ts';
import { isWithin } from '../../domain/formats/source.ts';
import type { Place } from '../../domain/ledger/absence.ts';
import { MARKER, type FoundFile, type FoundSource, type Scan } from '../../ingest/ports/folder.ts';
import { lookThroughThread } from './look-at-many.ts';
import { isGone, orCode } from './system-error.ts';
import { walk, type FoundMember } from './walk.ts';

/**
 * All sources of a folder, in the order of their paths. Where the folder itself cannot be read, such as an unmounted
 * share, that is an outcome of its own.
 */
export async function scan(root: string, memberOf: MemberOf): Promise<Scan> {
  const place = await placeOf(root);
  if (typeof place === 'string') return noFolder(place);
  const walked = await walk(root, '', memberOf);
  if (typeof walked === 'string') return noFolder(walked);
  const { members, unseen, misnamed } = walked;
  const sources = sourcesOf(members).filter(({ path }) => !unseen.some((part) => isWithin(part, path)));
  return { type: 'scanned', sources, unseen, misnamed, place };
}

/** Puts files together that belong to one source. */
export function sourcesOf(members: readonly FoundMember[]): FoundSource[] {
  const inFolders = new Map<string, FoundFile[]>();
  const sources: FoundSource[] = [];
  for (const { source, file } of members) {
    const files = source === file.path ? undefined : inFolders.get(source);
    if (files !== undefined) {
      files.push(file);
      continue;
    }
    const first = [file];
    sources.push({ path: source, files: first });
    if (source !== file.path) inFolders.set(source, first);
  }
  for (const files of inFolders.values()) files.sort(byPath);
  return sources.toSorted(byPath);
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
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
