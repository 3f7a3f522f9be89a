import type { Problem } from '../model/problem.ts';
import { countKeysInValue } from './count-keys.ts';
import { readCarefully } from './read.ts';
import { countKeysInText } from './scan.ts';
import type { Expectation } from './unexpected.ts';

/** `truncated`: the text may be the beginning of good text, as of a file that is still being written. */
export type Malformed = { type: 'malformed'; problems: Problem[]; truncated: boolean };

export type Parsed = { type: 'parsed'; value: unknown; warnings: Problem[] } | Malformed;

const BYTE_ORDER_MARK = 0xfe_ff;

/**
 * Reads JSON text strictly, but with the bare NaN, Infinity and -Infinity that Python writes.
 *
 * Integers that a double cannot hold become bigint, with a warning. Malformed are, besides what is no JSON: a key
 * that comes twice in an object, the key `__proto__`, numbers beyond the doubles, nesting deeper than
 * `DEEPEST_NESTING`. All problems are told, each at its offset in the text and in its order.
 */
export function parseJson(text: string): Parsed {
  const start = startOf(text);
  return parseQuickly(text, start) ?? parseCarefully(text, start);
}

function startOf(text: string): number {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
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
  const { value, problems, warnings, mistake, cut } = readCarefully(text, start, end);
  const last = padding > 0 ? { path: [], offset: end, message: padded(padding) } : cut;
  if (mistake === undefined && last !== undefined)
    return { type: 'malformed', problems: [...problems, last], truncated: true };
  if (problems.length > 0) return { type: 'malformed', problems, truncated: false };
  return { type: 'parsed', value, warnings };
}

/** A place where a text is no JSON, and what is expected there. */
export type Mistake = { offset: number; expected: Expectation | 'string' | 'more' };

/**
 * For those who must not quote the text, as the messages of `parseJson` do.
 *
 * @returns undefined for a text whose syntax is that of JSON, NaN and Infinity included
 */
export function firstMistake(text: string): Mistake | undefined {
  const { mistake, cut } = readCarefully(text, startOf(text), text.length);
  return mistake ?? (cut && { offset: cut.offset, expected: 'more' });
}

/** Zero bytes at the end are room that a writer reserved, or that a crash has left. */
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
