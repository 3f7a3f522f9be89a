/** A run's rows, from wherever they are: in the run file itself, or in an NDJSON file beside it. */

import { leavesFolder, pathBeside } from '../domain/beside.ts';
import type { RowSource } from '../domain/formats/format.ts';
import { parseJson } from '../domain/json/parse.ts';
import { MISSING, type FileMessage, type SideFile } from '../domain/ledger.ts';
import { PROBLEM_LIMIT } from '../domain/problem.ts';
import { shorten } from '../domain/shorten.ts';
import { collectRows, type Collected, type RowKind } from './row-collector.ts';
import type { Fingerprint, Folder, LineFault, TextReader } from './ports.ts';

/** The run file that the rows belong to: its path below the watched folder, its text, and the fingerprint of it all. */
export type Owner = { path: string; text: string; fingerprint: Fingerprint };

/** How much of a path is quoted in a message. */
const LONGEST_PATH = 200;

type Reader = { folder: Folder; text: TextReader };

/** Reads all rows of one kind. Bad rows are named, one by one; a side file that is not there yet is `incomplete`. */
export async function readRows<Row>(
  source: RowSource,
  kind: RowKind<Row>,
  owner: Owner,
  reader: Reader,
): Promise<Collected<Row>> {
  if (source.type === 'file') return readSideFile(source, kind, owner, reader);
  const collector = collectRows(kind, reader.text);
  if (source.type === 'inline') {
    for (const [index, value] of source.rows.entries()) collector.take(value, [...source.at, index]);
  }
  return collector.finish(owner.text);
}

async function readSideFile<Row>(
  source: RowSource & { type: 'file' },
  kind: RowKind<Row>,
  owner: Owner,
  reader: Reader,
): Promise<Collected<Row>> {
  const named = shorten(source.file, LONGEST_PATH);
  const path = pathBeside(owner.path, source.file);
  const failed = (message: string, incomplete: boolean, sideFile?: SideFile): Collected<Row> => ({
    rows: [],
    errors: reader.text.locate(owner.text, [{ path: source.at, message }]),
    errorCount: 1,
    warnings: [],
    warningCount: 0,
    incomplete,
    ...(sideFile && { sideFile }),
  });
  if (isAbsolute(source.file) || leavesFolder(path))
    return failed(`"${named}" lies outside the watched folder: move it beside the run file`, false);
  if (path === owner.path) return failed(`"${named}" is the run file itself`, false);
  const rows = readLines(path, kind, owner, reader);
  const reading = await reader.folder.stream(path, rows.add);
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
  const sideFile = { path, state: reading.file.state };
  const collected = rows.end();
  return collected.type === 'rows'
    ? { ...collected.rows, sideFile }
    : { ...failed('', collected.fault.truncated, sideFile), errors: [collected.fault.message] };
}

type LinesRead<Row> = { type: 'rows'; rows: Collected<Row> } | { type: 'not-text'; fault: LineFault };

/** Reads the rows of a side file from its content as it comes. `add` says whether there is use for more of it. */
function readLines<Row>(
  path: string,
  kind: RowKind<Row>,
  owner: Owner,
  { text }: Reader,
): { add: (piece: Uint8Array) => boolean; end: () => LinesRead<Row> } {
  const collector = collectRows(kind, text, path);
  const malformed: FileMessage[] = [];
  let malformedCount = 0;
  let fault: LineFault | undefined;
  /** Whether the last line that was seen is the beginning of a row: more of it may come. */
  let endsEarly = false;
  const lines = text.lines((line) => {
    endsEarly = false;
    const parsed = parseJson(line.text);
    if (parsed.type === 'parsed') {
      collector.take(parsed.value, [], line);
      collector.warn(parsed.warnings, line);
      return;
    }
    endsEarly = parsed.truncated;
    malformedCount += 1;
    if (malformedCount > PROBLEM_LIMIT) return;
    const [first] = text.explain(line.text).messages;
    malformed.push({ path: '', message: 'is not JSON', ...first, file: path, line: line.number });
  });
  return {
    add: (piece) => {
      owner.fingerprint.add(piece);
      fault = lines.add(piece);
      return fault === undefined;
    },
    end: () => {
      owner.fingerprint.endContent();
      fault ??= lines.end();
      if (fault !== undefined)
        return { type: 'not-text', fault: { ...fault, message: { ...fault.message, file: path } } };
      const rows = collector.finish(owner.text);
      const errors = [...rows.errors, ...malformed].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
      const errorCount = rows.errorCount + malformedCount;
      return {
        type: 'rows',
        rows: { ...rows, errors, errorCount, incomplete: endsEarly && errorCount === 1 },
      };
    },
  };
}

/** Of POSIX, or of Windows with its drive. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path);
}
