/** How commands print what is wrong in files. */

import type { FileMessage } from '../domain/ledger.ts';
import { renderProblems } from '../output/problems.ts';

type Named = { path: string; more: number };

export function errorLines(files: readonly (Named & { errors: readonly FileMessage[] })[]): string {
  return renderProblems(
    files.map(({ path, errors, more }) => ({ path, errors: errors.map(inSideFile), more })),
  );
}

export function warningLines(files: readonly (Named & { warnings: readonly FileMessage[] })[]): string {
  return renderProblems(
    files.map(({ path, warnings, more }) => ({ path, errors: warnings.map(inSideFile), more })),
    'warning',
  );
}

/** A place in a side file is told by that file's name. */
function inSideFile({ file, line, column, ...message }: FileMessage): FileMessage {
  if (file === undefined)
    return { ...message, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return { ...message, message: `${place}: ${message.message}` };
}
