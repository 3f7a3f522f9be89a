/** From the paths that a user names to the sources that are read. */

import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { openFolder } from '../../adapters/fs/folder.ts';
import { isWithin } from '../../domain/formats/source.ts';
import type { Folder } from '../../ingest/ports/folder.ts';
import type { Failure } from '../../output/errors.ts';
import type { ValidateTarget } from './validate.ts';

/**
 * The sources that a path leads to.
 *
 * @param path a file or a folder
 * @param root the watched folder, which default names come from; undefined: the folder that is named, or for a single file
 *   the one above its own
 */
export async function openTarget(
  path: string,
  root: string | undefined,
): Promise<{ type: 'target'; target: ValidateTarget } | { type: 'failure'; failure: Failure }> {
  const found = await follow(path);
  if (found === undefined) return failed({ what: 'there is no file or folder', on: path });
  const { isFolder, resolved } = found;
  const watched = root ?? (isFolder ? resolved : join(dirname(resolved), '..'));
  const opened = await openFolder(watched);
  if (opened.type === 'no-folder')
    return failed({ what: 'cannot read the folder', on: watched, why: opened.reason });
  const { folder } = opened;
  const below = relative(folder.root, resolved).split(sep).join('/');
  if (below === '..' || below.startsWith('../'))
    return failed({ what: `${path} does not lie in`, on: watched, advice: 'Choose another --root.' });
  const shown = (file: string) => relative(process.cwd(), join(folder.root, file)) || file;
  if (!isFolder) {
    const asNamed = (file: string) => (file === below ? path : shown(file));
    return {
      type: 'target',
      target: { folder, sources: [folder.memberOf(below)?.source ?? below], shown: asNamed },
    };
  }
  const sources = await sourcesBelow(folder, below);
  return Array.isArray(sources)
    ? { type: 'target', target: { folder, sources, shown } }
    : failed({ what: 'cannot read the folder', on: path, why: sources.reason });
}

async function sourcesBelow(folder: Folder, below: string): Promise<string[] | { reason: string }> {
  const scan = await folder.scan();
  if (scan.type === 'no-folder') return scan;
  const sources = scan.sources.map(({ path }) => path);
  return sources.filter((source) => isPartOf(source, below));
}

/** Whether a source lies in the folder that was named, or that folder in the source. */
function isPartOf(source: string, named: string): boolean {
  return named === '' || isWithin(source, named) || isWithin(named, source);
}

function failed(failure: Failure) {
  return { type: 'failure' as const, failure };
}

/** What a path leads to, through symbolic links; undefined where that is nothing. */
async function follow(path: string): Promise<{ isFolder: boolean; resolved: string } | undefined> {
  try {
    const resolved = await realpath(path);
    return { isFolder: (await stat(resolved)).isDirectory(), resolved };
  } catch {
    return undefined;
  }
}
