import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Formats } from '../../domain/formats/index.ts';
import type { Member } from '../../domain/formats/source.ts';
import { isVisible } from '../../domain/formats/visible.ts';
import type { FoundFile } from '../../ingest/ports/folder.ts';
import { createLookAtMany } from './look-at-many.ts';
import { foundFile } from './state.ts';
import { isGone, orCode } from './system-error.ts';

/** What stands in a name for bytes that are no UTF-8. A file is not found by such a name. */
const REPLACED = '\u{fffd}';

export type Walk = { members: Member<FoundFile>[]; unseen: string[]; misnamed: string[] };

/**
 * All files of sources below a folder.
 *
 * Symbolic links are not followed: what they point to inside the watched folder is found there, and what is outside is
 * not its own. What goes while the walk runs is passed over; the next walk sees it. What cannot be looked at is named: it
 * is not known to be gone.
 *
 * @param start relative to the root; empty for the root itself
 * @returns the system's error code where the folder itself cannot be read
 */
export async function walk(
  root: string,
  start: string,
  memberOf: Formats['memberOf'],
): Promise<Walk | string> {
  const walked: Walk = { members: [], unseen: [], misnamed: [] };
  const folders = [start];
  const lookAt = createLookAtMany();
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await orCode(readdir(join(root, folder), { withFileTypes: true }));
    if (typeof entries === 'string') {
      if (folder === start) return entries;
      if (!isGone(entries)) walked.unseen.push(folder);
      continue;
    }
    const claimed: { path: string; source: string }[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && isVisible(entry.name)) folders.push(path);
      const source = entry.isFile() ? memberOf(path)?.source : undefined;
      if (source !== undefined) claimed.push({ path, source });
    }
    const looks = await lookAt(claimed.map(({ path }) => `${root}/${path}`));
    for (const [position, { path, source }] of claimed.entries()) {
      const stats = looks[position] ?? 'ENOENT';
      if (typeof stats === 'string') {
        if (!isGone(stats)) walked.unseen.push(path);
        else if (path.includes(REPLACED)) walked.misnamed.push(path);
      } else if (stats.isFile()) walked.members.push({ source, file: foundFile(path, stats) });
    }
  }
  return walked;
}
