import { plain, type Style } from './style.ts';
import { oneLine, bothEnds } from './text.ts';

/** `file`: where the place is, if that is another file. */
type ProblemLine = { path: string; file?: string; line?: number; column?: number; message: string };

/** What is wrong in one file: the field's path ('' for the file as a whole), and the position if known. */
export type FileProblems = {
  path: string;
  errors: readonly ProblemLine[];
  /** How many more there are than `errors` holds. */
  more?: number;
};

/** A key may be of any length: the columns of all other lines would be as wide. */
const LONGEST_FIELD = 100;

type Label = 'error' | 'warning';

/**
 * One line per problem, the way compilers do, so that editors can jump there:
 * `path:line:column  field.path  error: message`. Files in the given order, columns aligned per file.
 */
export function renderProblems(
  files: readonly FileProblems[],
  label: Label = 'error',
  style: Style = plain,
): string {
  return files.flatMap((file) => linesOf(file, label, style)).join('');
}

function linesOf({ path, errors, more = 0 }: FileProblems, label: Label, style: Style): string[] {
  const file = oneLine(path);
  const parts = errors.map((error) => ({
    place: [
      error.file === undefined ? file : oneLine(error.file),
      error.line,
      error.line === undefined ? undefined : error.column,
    ]
      .filter((part) => part !== undefined)
      .join(':'),
    field: bothEnds(oneLine(error.path), LONGEST_FIELD),
    message: oneLine(error.message),
  }));
  const placeWidth = Math.max(0, ...parts.map(({ place }) => place.length));
  const fieldWidth = Math.max(0, ...parts.map(({ field }) => field.length));
  const shownLabel = style(label === 'error' ? 'red' : 'yellow', `${label}:`);

  const lines = parts.map(({ place, field, message }) => {
    const shownField = fieldWidth === 0 ? '' : `${field.padEnd(fieldWidth)}  `;
    return `${place.padEnd(placeWidth)}  ${shownField}${shownLabel} ${message}\n`;
  });
  if (more > 0) lines.push(`${file}  and ${more} more\n`);
  return lines;
}
