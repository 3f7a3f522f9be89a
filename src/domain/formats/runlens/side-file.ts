/** Surveys the rows in a side file. */

import type { FileMessage } from '../../ledger/entry.ts';
import { leavesFolder, pathBeside } from '../../model/path-beside.ts';
import { shorten } from '../../model/shorten.ts';
import type { RowList, Rows } from '../../rows/index.ts';
import type { Head } from '../../text/list-cutter.ts';
import type { Dialogue } from '../format.ts';
import type { RowSource } from './interpret.ts';
import { readPieces, type TextOutcome } from './pieces.ts';
import type { Survey } from './survey.ts';

/** How many characters of a path a message quotes. */
const LONGEST_PATH = 200;

export type SideFile = { list: RowList; path: string };

/** `isIncomplete`: what is missing may still arrive. The survey has the errors of single rows. */
export type SideReading =
  | { type: 'read'; sideFile: SideFile; isIncomplete: boolean }
  | { type: 'failed'; message: FileMessage; isIncomplete: boolean };

/** @param owner the run file that names it */
export function* readSideFile(
  list: RowList,
  source: RowSource & { type: 'file' },
  owner: { path: string; head: Head },
  rows: Rows,
  survey: Survey,
): Dialogue<SideReading> {
  const named = shorten(source.file, LONGEST_PATH);
  const path = pathBeside(owner.path, source.file);
  function failed(reason: string, isIncomplete: boolean): SideReading {
    const told = owner.head.locate([{ path: source.at, message: reason }]);
    return { type: 'failed', message: told[0] ?? { path: '', message: reason }, isIncomplete };
  }
  if (isAbsolute(source.file) || leavesFolder(path))
    return failed(`"${named}" lies outside the watched folder: move it beside the run file`, false);
  if (path === owner.path) return failed(`"${named}" is the run file itself`, false);
  const before = survey.findings.errorCount;
  const outcome = yield* readPieces(path, rows.lines(list, path, survey.visitor));
  if (outcome.type === 'not-text') {
    const { message, truncated } = outcome.fault;
    return { type: 'failed', message, isIncomplete: truncated };
  }
  if (outcome.type !== 'read') return failed(...whyUnread(outcome, named, path));
  const { endsEarly, errorCount } = survey.findings;
  // If its only error is an unfinished last line, the rest of the file may still arrive.
  return { type: 'read', sideFile: { list, path }, isIncomplete: endsEarly && errorCount === before + 1 };
}

type Unread = Exclude<TextOutcome, { type: 'read' | 'not-text' }>;

/** @returns why, and whether the file may become readable by itself */
function whyUnread(outcome: Unread, named: string, path: string): [reason: string, isIncomplete: boolean] {
  const { type } = outcome;
  if (type === 'missing') {
    return [`the file "${named}" is not there (looked for ${shorten(path, LONGEST_PATH)})`, true];
  }
  if (type === 'changing') return [`the file "${named}" is still being written`, true];
  return [`the file "${named}" cannot be read: ${outcome.reason}`, type === 'truncated'];
}

/** On POSIX, or on Windows with a drive. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path);
}
