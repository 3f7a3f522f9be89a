import { plain, type Style } from './style.ts';
import { oneLine, bothEnds } from './text.ts';

/** `file`: the file of the place, if it is another one. */
type ProblemLine = { path: string; file?: string; line?: number; column?: number; message: string };

/** The problems of one file: the path of the field ('' for the file as a whole), and the position if it is known. */
export type FileProblems = {
  path: string;
  errors: readonly ProblemLine[];
  /** The number of problems that `errors` omits. */
  more?: number;
};

/** In characters. Keys may be of any length, and the columns of all lines would be as wide. */
const LONGEST_FIELD = 100;

type Label = 'error' | 'warning';

/**
 * One line per problem in the form of compilers, so that editors can open the place:
 * `path:line:column  field.path  error: message`. The columns are aligned per file.
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
