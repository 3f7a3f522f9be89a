import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { ConfigError, Source } from './source.ts';

export const DEFAULT_FILE = 'runlens.config.json';

type FileContent =
  | { type: 'read'; text: string }
  | { type: 'missing' }
  | { type: 'unreadable'; reason: string };

/** Reads a file of text. A relative path starts at the working directory. */
export type ReadFile = (path: string) => Promise<FileContent>;

type Loaded = { type: 'loaded'; source: Source; tree: unknown } | { type: 'failed'; error: ConfigError };

/**
 * The configuration file as plain JSON, not checked further.
 *
 * @param file must exist if it is given; the default file need not exist
 */
export async function loadFile(file: string | undefined, readFile: ReadFile): Promise<Loaded> {
  const path = file ?? DEFAULT_FILE;
  const source: Source = `file ${path}`;
  const failed = (message: string): Loaded => ({ type: 'failed', error: { source, message } });

  const content = await readFile(path);
  if (content.type === 'missing') {
    if (file === undefined) return { type: 'loaded', source, tree: {} };
    return failed('does not exist; check the path given with --config');
  }
  if (content.type === 'unreadable') return failed(`cannot be read: ${content.reason}`);

  // Some editors on Windows write a byte order mark first, which is no part of JSON.
  const text = content.text.replace(/^\uFEFF/, '');
  try {
    return { type: 'loaded', source, tree: JSON.parse(text) };
  } catch {
    return failed(`is not valid JSON${whereBroken(text)}`);
  }
}

/**
 * The reason without any of the text: the message of `JSON.parse` quotes the text around the fault, which may be a
 * password.
 */
function whereBroken(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first === undefined) return '';
  const lines = text.slice(0, first.offset).split('\n');
  const column = (lines.at(-1) ?? '').length + 1;
  const reason = printParseErrorCode(first.error).replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`);
  return `: ${reason.toLowerCase()} at line ${lines.length}, column ${column}`;
}
