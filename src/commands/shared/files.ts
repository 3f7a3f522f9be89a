/** How commands print the problems of files. */

import type { FileMessage } from '../../domain/ledger/entry.ts';
import { renderProblems, type FileProblems } from '../../output/problems.ts';

type Named = {
  path: string;
  more: number;
  /** How the user would write the path of a side file; without it, as it is. */
  shown?: ((path: string) => string) | undefined;
};

export function errorLines(files: readonly (Named & { errors: readonly FileMessage[] })[]): string {
  return renderProblems(files.map(({ errors, ...file }) => placed(file, errors)));
}

export function warningLines(files: readonly (Named & { warnings: readonly FileMessage[] })[]): string {
  return renderProblems(
    files.map(({ warnings, ...file }) => placed(file, warnings)),
    'warning',
  );
}

/** A field of a side file is shown with the place in that file, below the run that it belongs to. */
function placed(
  { path, more, shown = (file) => file }: Named,
  messages: readonly FileMessage[],
): FileProblems {
  const errors = messages.map(({ file, ...message }) =>
    file === undefined
      ? message
      : { ...message, file: shown(file), message: `${message.message}, in the rows of ${path}` },
  );
  return { path, errors, more };
}

/** The field of a message, with the side file that it is in: for output that has no other column for the file. */
export function fieldOf({ path, file, line }: FileMessage): string {
  if (file === undefined) return path;
  const place = line === undefined ? file : `${file}:${line}`;
  return path === '' ? place : `${place} ${path}`;
}
