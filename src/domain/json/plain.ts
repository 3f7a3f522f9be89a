/**
 * Where plain JSON values end: strings without escapes, numbers that are written as JSON writes them. Whatever else there
 * is, -1: whoever asks reads it with `parseJson` instead. A plain value may be copied as it stands.
 */

import { afterDigits } from './scan.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** A number of more digits than this may not be what a double holds. */
const LONGEST_INTEGER = 15;
const LONGEST_NUMBER = 30;

/** The offset of what is not blank. */
export function afterBlanks(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9;) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return at;
}

/** The offset behind a string that needs no escapes. */
export function endOfPlainString(text: string, start: number): number {
  if (text.charCodeAt(start) !== QUOTE) return -1;
  const close = text.indexOf('"', start + 1);
  for (let at = start + 1; at < close; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === BACKSLASH) return -1;
  }
  return close === -1 ? -1 : close + 1;
}

/** The offset behind an integer, which is written as JavaScript writes it. */
export function endOfPlainInteger(text: string, start: number): number {
  const first = text.charCodeAt(start) === 45 /* - */ ? start + 1 : start;
  const end = afterDigits(text, first);
  const leading = text.charCodeAt(first);
  if (end === first || end - first > LONGEST_INTEGER || (leading === 48 && end - start > 1)) return -1;
  const code = text.charCodeAt(end);
  return code === 46 || code === 69 || code === 101 /* . E e */ ? -1 : end;
}

/** The offset behind a number that a double holds; zero has no sign. */
export function endOfPlainNumber(text: string, start: number): number {
  const isNegative = text.charCodeAt(start) === 45; /* - */
  const first = isNegative ? start + 1 : start;
  let at = afterDigits(text, first);
  if (at === first || (at - first > 1 && text.charCodeAt(first) === 48)) return -1;
  let code = text.charCodeAt(at);
  const isInteger = code !== 46 && code !== 69 && code !== 101; /* . E e */
  if (isInteger && at - first > LONGEST_INTEGER) return -1;
  if (code === 46) {
    const fraction = at + 1;
    at = afterDigits(text, fraction);
    if (at === fraction) return -1;
    code = text.charCodeAt(at);
  }
  if (isNegative && isZero(text, first, at)) return -1;
  if (code === 69 || code === 101) {
    const sign = text.charCodeAt(at + 1);
    const exponent = sign === 43 || sign === 45 /* + - */ ? at + 2 : at + 1;
    at = afterDigits(text, exponent);
    if (at === exponent || at - exponent > 2) return -1;
  }
  return at - start > LONGEST_NUMBER ? -1 : at;
}

/** Whether the digits of a plain number are all 0. */
export function isZero(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 69 || code === 101) return true;
    if (code >= 49 && code <= 57) return false;
  }
  return true;
}
