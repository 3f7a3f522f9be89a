/** Looks at the rows in a file beside a run, and says what is wrong with it. */

import { leavesFolder, pathBeside } from '../../domain/model/path-beside.ts';
import type { RowSource } from '../../domain/formats/format.ts';
import { MISSING, type FileMessage, type SourceFile } from '../../domain/ledger/entry.ts';
import { shorten } from '../../domain/model/shorten.ts';
import { contentOf } from './content.ts';
import type { Fingerprint } from '../ports/fingerprint.ts';
import type { Folder } from '../ports/folder.ts';
import type { RowList, Rows, TextFault } from '../../domain/rows/index.ts';
import type { Head } from '../../domain/text/list-cutter.ts';
import type { SideContent } from './run-rows.ts';
import type { Survey } from './survey.ts';

/** How much of a path is quoted in a message. */
const LONGEST_PATH = 200;

export type SideReader = { folder: Folder; rows: Rows; fingerprint: Fingerprint };

/** `sideFile`: what the ledger remembers of it; none where the file is not to be looked at. */
export type SideReading =
  | { type: 'read'; side: SideContent; sideFile: SourceFile; modifiedAt: string }
  | {
      type: 'failed';
      message: FileMessage;
      incomplete: boolean;
      sideFile?: SourceFile;
      modifiedAt?: string;
    };

/** What the survey finds in it is told by the survey. A side file that is not there yet is `incomplete`. */
export async function readSideFile(
  list: RowList,
  source: RowSource & { type: 'file' },
  owner: { path: string; head: Head },
  survey: Survey,
  { folder, rows, fingerprint }: SideReader,
): Promise<SideReading> {
  const named = shorten(source.file, LONGEST_PATH);
  const path = pathBeside(owner.path, source.file);
  const failed = (reason: string, incomplete: boolean, sideFile?: SourceFile): SideReading => {
    const [message = { path: '', message: reason }] = owner.head.locate([
      { path: source.at, message: reason },
    ]);
    return { type: 'failed', message, incomplete, ...(sideFile && { sideFile }) };
  };
  if (isAbsolute(source.file) || leavesFolder(path))
    return failed(`"${named}" lies outside the watched folder: move it beside the run file`, false);
  if (path === owner.path) return failed(`"${named}" is the run file itself`, false);
  const content = contentOf(path, folder);
  const lines = rows.lines(list, path, survey.visitor);
  let fault: TextFault | undefined;
  const reading = await content.read((piece) => {
    fingerprint.add(piece);
    fault = lines.add(piece);
    return fault === undefined;
  });
  fingerprint.endContent();
  // As long as it could not be read it counts as missing: the next look finds it changed, and tries again.
  const unread = { path, state: MISSING };
  if (reading.type === 'missing') {
    const looked = shorten(path, LONGEST_PATH);
    return failed(`the file "${named}" is not there (looked for ${looked})`, true, unread);
  }
  if (reading.type === 'changing') return failed(`the file "${named}" is still being written`, true, unread);
  if (reading.type !== 'read') {
    const isTruncated = reading.type === 'truncated';
    return failed(`the file "${named}" cannot be read: ${reading.reason}`, isTruncated, unread);
  }
  const { state, modifiedAt } = reading.file;
  const sideFile = { path, state };
  fault ??= lines.end();
  if (fault !== undefined)
    return { type: 'failed', message: fault.message, incomplete: fault.truncated, sideFile, modifiedAt };
  return { type: 'read', side: { list, path, content }, sideFile, modifiedAt };
}

/** Of POSIX, or of Windows with its drive. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path);
}
