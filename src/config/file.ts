import { firstMistake, type Mistake } from '../domain/text/parse.ts';
import { positionsOf } from '../domain/text/positions.ts';
import type { ConfigError, SettingSource } from './setting-source.ts';

export const DEFAULT_FILE = 'runlens.config.json';

export type FileContent =
  | { type: 'read'; text: string }
  | { type: 'missing' }
  | { type: 'unreadable'; reason: string };

/** Reads a file of text. A relative path starts at the working directory. */
export type ReadFile = (path: string) => Promise<FileContent>;

type Loaded =
  | { type: 'loaded'; source: SettingSource; tree: unknown }
  | { type: 'failed'; error: ConfigError };

/**
 * The configuration file as plain JSON, not checked further.
 *
 * @param file must exist if it is given; the default file need not exist
 */
export async function loadFile(file: string | undefined, readFile: ReadFile): Promise<Loaded> {
  const path = file ?? DEFAULT_FILE;
  const source: SettingSource = `file ${path}`;
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

const REASONS: Record<Mistake['expected'], string> = {
  value: 'expected a value',
  'first-item': 'expected a value',
  key: 'expected a key in double quotes',
  'first-key': 'expected a key in double quotes',
  colon: 'expected a colon',
  'after-value': 'expected a comma or the end',
  string: 'a string has a character or an escape that JSON does not know',
  more: 'ends too early',
};

/** Where the text stops being JSON, without any of the text: what is there may be a password. */
function whereBroken(text: string): string {
  const mistake = firstMistake(text);
  if (mistake === undefined) return ': NaN and Infinity mean nothing here';
  const { line, column } = positionsOf(text, [mistake.offset]).get(mistake.offset) ?? { line: 1, column: 1 };
  return `: ${REASONS[mistake.expected]} at line ${line}, column ${column}`;
}
