import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { digest, fingerprint } from '../../adapters/digest.ts';
import { openFolder } from '../../adapters/fs/folder.ts';
import { textReader } from '../../adapters/json/text-reader.ts';
import { validate, type ValidateTarget } from './validate.ts';
import { STOPPED } from '../watch/watch.ts';
import type { Io } from '../../process/io.ts';
import type { Report } from '../../output/report.ts';

/**
 * Wires `validate`.
 *
 * @param paths files and folders as the user wrote them
 * @param root the watched folder, which a file's default project and id come from; else the folder that is
 *   named, or for a single file the one above its own
 */
export async function runValidate(
  paths: readonly string[],
  root: string | undefined,
  { signal, signalExitCode }: Pick<Io, 'signal' | 'signalExitCode'>,
): Promise<Report> {
  const targets: ValidateTarget[] = [];
  /** Files that several of the paths lead to are read once. */
  const known = new Set<string>();
  for (const path of paths) {
    if (signal.aborted) break;
    const found = await follow(path);
    if (found === undefined)
      return { type: 'failure', failure: { what: 'there is no file or folder', on: path } };
    const { isFolder, resolved } = found;
    const watched = root ?? (isFolder ? resolved : join(dirname(resolved), '..'));
    const opened = await openFolder(watched);
    if (opened.type === 'no-folder')
      return {
        type: 'failure',
        failure: { what: 'cannot read the folder', on: watched, why: opened.reason },
      };
    const { folder } = opened;
    const below = relative(folder.root, resolved).split(sep).join('/');
    if (below === '..' || below.startsWith('../')) {
      return {
        type: 'failure',
        failure: { what: `${path} does not lie in`, on: watched, advice: 'Choose another --root.' },
      };
    }
    const scan = isFolder ? await folder.scan() : undefined;
    if (scan?.type === 'no-folder')
      return { type: 'failure', failure: { what: 'cannot read the folder', on: path, why: scan.reason } };
    const files = scan?.files.map((file) => file.path) ?? [below];
    const wanted = files
      .filter((file) => !isFolder || below === '' || file.startsWith(`${below}/`))
      .filter((file) => !known.has(join(folder.root, file)));
    for (const file of wanted) known.add(join(folder.root, file));
    const shown = (file: string) => relative(process.cwd(), join(folder.root, file)) || file;
    targets.push({
      folder,
      paths: wanted,
      shown: isFolder ? shown : (file) => (file === below ? path : shown(file)),
    });
  }
  const report = await validate(targets, { text: textReader, fingerprint, digest, signal });
  return signal.aborted ? { ...STOPPED, exitCode: signalExitCode() } : report;
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
