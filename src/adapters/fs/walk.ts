import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Formats } from '../../domain/formats/index.ts';
import type { Member } from '../../domain/formats/source.ts';
import { isVisible } from '../../domain/formats/visible.ts';
import type { FoundFile } from '../../ingest/ports/folder.ts';
import { createLookAtMany } from './look-at-many.ts';
import { foundFile } from './state.ts';
import { isGone, orCode } from './system-error.ts';

/** Replaces bytes that are not UTF-8 in a name. A file cannot be found by such a name. */
const REPLACED = '\u{fffd}';

export type Walk = { members: Member<FoundFile>[]; unseen: string[]; misnamed: string[] };

/**
 * Finds all files below a folder that belong to sources.
 *
 * Symbolic links are not followed: a target inside the watched folder is found at its own path, and a target outside does not
 * belong to it. Files that disappear during the walk are skipped. Files and folders that cannot be read are listed, because
 * they may still exist.
 *
 * @param start relative to the root; empty for the root itself
 * @returns the system's error code if that folder cannot be read
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
