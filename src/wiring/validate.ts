import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { digest, fingerprint } from '../adapters/digest.ts';
import { openFolder } from '../adapters/fs/folder.ts';
import { textReader } from '../adapters/json/text-reader.ts';
import { validate, type ValidateTarget } from '../commands/validate.ts';
import type { Report } from '../output/report.ts';

/**
 * Wires `validate`.
 *
 * @param paths files and folders as the user wrote them
 * @param root the watched folder, which a file's default project and id come from; else the folder that is
 *   named, or for a single file the one above its own
 */
export async function runValidate(paths: readonly string[], root: string | undefined): Promise<Report> {
  const targets: ValidateTarget[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => undefined,
    );
    if (isFolder === undefined)
      return { type: 'failure', failure: { what: 'there is no file or folder', on: path } };
    const watched = resolve(root ?? (isFolder ? path : join(dirname(resolve(path)), '..')));
    const opened = await openFolder(watched);
    if (opened.type === 'no-folder')
      return {
        type: 'failure',
        failure: { what: 'cannot read the folder', on: watched, why: opened.reason },
      };
    const { folder } = opened;
    const below = relative(folder.root, resolve(path)).split(sep).join('/');
    if (below.startsWith('..')) {
      return {
        type: 'failure',
        failure: { what: `${path} does not lie in`, on: watched, advice: 'Choose another --root.' },
      };
    }
    const found = isFolder ? (await folder.scan()).map((file) => file.path) : [below];
    const wanted = isFolder && below !== '' ? found.filter((file) => file.startsWith(`${below}/`)) : found;
    const shown = (file: string) => relative(process.cwd(), join(folder.root, file)) || file;
    targets.push({
      folder,
      paths: wanted,
      shown: isFolder ? shown : (file) => (file === below ? path : shown(file)),
    });
  }
  return validate(targets, { text: textReader, fingerprint, digest });
}
