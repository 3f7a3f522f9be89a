import type { Problem } from '../model/problem.ts';
import { countKeysInValue } from './count-keys.ts';
import { readCarefully } from './read.ts';
import { countKeysInText } from './scan.ts';

/** Something about one place in a JSON text; `offset` counts UTF-16 units from the start of the text. */
export type JsonProblem = Problem;

/** `truncated`: the text may be the beginning of good text, as of a file that is still being written. */
export type Malformed = { type: 'malformed'; problems: JsonProblem[]; truncated: boolean };

export type Parsed = { type: 'parsed'; value: unknown; warnings: JsonProblem[] } | Malformed;

const BYTE_ORDER_MARK = 0xfe_ff;

/**
 * Reads JSON text strictly, but with the bare NaN, Infinity and -Infinity that Python writes.
 *
 * Integers that a double cannot hold become bigint, with a warning. Malformed are, besides what is no JSON: a key
 * that comes twice in an object, the key `__proto__`, numbers beyond the doubles, nesting deeper than
 * `DEEPEST_NESTING`. The first place where the text is no JSON is the last problem; what follows is not read.
 */
export function parseJson(text: string): Parsed {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  return parseQuickly(text, start) ?? parseCarefully(text, start);
}

/** JSON.parse for text in which it makes no mistake; undefined for any other. */
function parseQuickly(text: string, start: number): Parsed | undefined {
  const keys = countKeysInText(text, start);
  if (keys === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(start === 0 ? text : text.slice(start));
    // JSON.parse lets the last of two equal keys win, in silence: then the value has fewer keys than the text.
    return countKeysInValue(value) === keys ? { type: 'parsed', value, warnings: [] } : undefined;
  } catch {
    return undefined; // The careful reader says what is wrong, and where.
  }
}

function parseCarefully(text: string, start: number): Parsed {
  const end = endOfContent(text);
  const padding = text.length - end;
  if (/^\s*$/.test(text.slice(start, end))) return nothing(end, padding);
  const { value, fault, problems, warnings } = readCarefully(text, start, end);
  const last = fault && { path: fault.path, offset: fault.offset, message: fault.message };
  if (padding > 0 && fault?.truncated !== false) {
    return {
      type: 'malformed',
      problems: [...problems, { path: [], offset: end, message: padded(padding) }],
      truncated: true,
    };
  }
  if (last) return { type: 'malformed', problems: [...problems, last], truncated: fault.truncated };
  if (problems.length > 0) return { type: 'malformed', problems, truncated: false };
  return { type: 'parsed', value, warnings };
}

/** Zero bytes at the end are room that a writer reserved, or that a crash left behind. */
function endOfContent(text: string): number {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return end;
}

function padded(padding: number): string {
  return `the file ends in ${padding} zero byte${padding === 1 ? '' : 's'}: it is truncated, or still being written`;
}

function nothing(end: number, padding: number): Malformed {
  if (padding === 0)
    return { type: 'malformed', problems: [{ path: [], message: 'the file is empty' }], truncated: true };
  const message = 'the file is filled with zero bytes: it is still being written, or was lost in a crash';
  return { type: 'malformed', problems: [{ path: [], offset: end, message }], truncated: true };
}
