/** A run's rows, from wherever they are: in the run file itself, or in an NDJSON file beside it. */

import type { RowSource } from '../domain/formats/format.ts';
import { parseJson } from '../domain/json/parse.ts';
import { MISSING, type FileMessage, type SideFile } from '../domain/ledger.ts';
import { PROBLEM_LIMIT } from '../domain/problem.ts';
import { collectRows, type Collected, type RowKind } from './row-collector.ts';
import type { Folder, TextReader } from './ports.ts';

/** The run file that the rows belong to: its path below the watched folder, and its text. */
export type Owner = { path: string; text: string };

type Reader = { folder: Folder; text: TextReader };

/** Reads all rows of one kind. Bad rows are named, one by one; a side file that is not there yet is `incomplete`. */
export async function readRows<Row>(
  source: RowSource,
  kind: RowKind<Row>,
  owner: Owner,
  reader: Reader,
): Promise<Collected<Row>> {
  if (source.type === 'file') return readSideFile(source, kind, owner, reader);
  const collector = collectRows(kind);
  if (source.type === 'inline') {
    for (const [index, value] of source.rows.entries()) collector.take(value, [...source.at, index]);
  }
  return collector.finish(reader.text, owner.text);
}

async function readSideFile<Row>(
  source: RowSource & { type: 'file' },
  kind: RowKind<Row>,
  owner: Owner,
  reader: Reader,
): Promise<Collected<Row>> {
  const path = besideOf(owner.path, source.file);
  const failed = (message: string, incomplete: boolean, sideFile?: SideFile): Collected<Row> => ({
    rows: [],
    errors: reader.text.locate(owner.text, [{ path: source.at, message }]),
    errorCount: 1,
    warnings: [],
    warningCount: 0,
    incomplete,
    ...(sideFile && { sideFile }),
  });
  if (path === undefined)
    return failed(`"${source.file}" lies outside the watched folder: move it beside the run file`, false);
  if (path === owner.path) return failed(`"${source.file}" is the run file itself`, false);
  const reading = await reader.folder.read(path);
  // As long as it could not be read it counts as missing: the next look finds it changed, and tries again.
  const unread = { path, state: MISSING };
  if (reading.type === 'missing')
    return failed(`the file "${source.file}" is not there (looked for ${path})`, true, unread);
  if (reading.type === 'changing')
    return failed(`the file "${source.file}" is still being written`, true, unread);
  if (reading.type === 'unreadable')
    return failed(`the file "${source.file}" cannot be read: ${reading.reason}`, false, unread);
  const sideFile = { path, state: reading.file.state };
  const decoded = reader.text.decode(reading.bytes);
  if (decoded.type === 'not-text')
    return { ...failed('', false, sideFile), errors: [{ ...decoded.message, file: path }] };
  const collector = collectRows(kind);
  const malformed: FileMessage[] = [];
  let malformedCount = 0;
  for (const line of linesOf(decoded.text)) {
    const parsed = parseJson(line.text);
    if (parsed.type === 'parsed') {
      collector.take(parsed.value, [], line);
      collector.warn(parsed.warnings, line);
      continue;
    }
    malformedCount += 1;
    if (malformedCount > PROBLEM_LIMIT) continue;
    const [first] = reader.text.explain(line.text);
    malformed.push({ path: '', message: 'is not JSON', ...first, file: path, line: line.number });
  }
  const collected = collector.finish(reader.text, owner.text, path);
  return {
    ...collected,
    errors: [...collected.errors, ...malformed].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    errorCount: collected.errorCount + malformedCount,
    sideFile,
    bytes: reading.bytes,
  };
}

/** Lines that hold something, numbered from 1; CRLF or LF, and no need of one at the end. */
function* linesOf(text: string): Generator<{ number: number; text: string }> {
  let start = 0;
  for (let number = 1; start < text.length; number += 1) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    if (line.trim() !== '') yield { number, text: line };
    if (end === -1) return;
    start = end + 1;
  }
}

/** A path relative to a run file, as one relative to the watched folder; undefined where it leaves that folder. */
export function besideOf(runPath: string, reference: string): string | undefined {
  if (reference.startsWith('/') || /^[a-z]:/i.test(reference)) return undefined;
  const parts = runPath.split('/').slice(0, -1);
  for (const part of reference.replaceAll('\\', '/').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
