/**
 * Where values end in JSON that is UTF-8 in bytes. Plain values are strings without escapes, and numbers that are written as
 * JSON writes them, and may be copied unchanged. For any other value the answer is -1: it is read with `parseJson`.
 */

const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const LARGE_E = 69;
const BACKSLASH = 92;
const SMALL_E = 101;

/** A number of more digits than this may not be what a double holds. */
const LONGEST_INTEGER = 15;
const LONGEST_NUMBER = 30;

/** A word of ASCII in UTF-8. */
export function wordBytes(word: string): Uint8Array {
  return Uint8Array.from(word, (character) => character.charCodeAt(0));
}

export const TRUE = wordBytes('true');
export const FALSE = wordBytes('false');

/** The parts one after the other, in memory of their own. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The byte at an offset, 0 after the last one.
 *
 * After one read beyond the end, V8 makes all reads at that place in the code twice as slow, and the rows that are cut by
 * the end of a piece would cause one now and then.
 */
export function byteAt(bytes: Uint8Array, at: number): number {
  return at < bytes.length ? (bytes[at] as number) : 0;
}

/** The offset of what is not blank. */
export function afterBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isBlank(byteAt(bytes, at))) at += 1;
  return at;
}

/** Whether there is nothing but blanks; what comes after `end` is not looked at. */
export function areBlanks(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && isBlank(byteAt(bytes, at))) at += 1;
  return at >= end;
}

function isBlank(byte: number): boolean {
  // Most bytes are none, and take one comparison.
  return byte <= 32 && (byte === 32 || byte === 10 || byte === 13 || byte === 9);
}

/** Whether these bytes are at an offset. */
export function isWord(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  if (at + expected.length > bytes.length) return false;
  for (let n = 0; n < expected.length; n += 1) if (bytes[at + n] !== expected[n]) return false;
  return true;
}

/** The offset after a string, or -1 where it does not end. */
export function endOfString(bytes: Uint8Array, start: number): number {
  const { length } = bytes;
  for (let at = start + 1; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at += 1;
  }
  return -1;
}

/** The offset after a string that needs no escapes. */
export function endOfPlainString(bytes: Uint8Array, start: number): number {
  if (byteAt(bytes, start) !== QUOTE) return -1;
  const end = endOfPlainText(bytes, start + 1);
  return end === -1 ? -1 : end + 1;
}

/** The offset of the quote after a text that needs no escapes. */
export function endOfPlainText(bytes: Uint8Array, start: number): number {
  const { length } = bytes;
  for (let at = start; at < length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte < 32 || byte === BACKSLASH) return -1;
  }
  return -1;
}

/** The offset after an integer, which is written as JavaScript writes it. */
export function endOfPlainInteger(bytes: Uint8Array, start: number): number {
  const first = byteAt(bytes, start) === MINUS ? start + 1 : start;
  const end = afterDigits(bytes, first);
  const isPadded = byteAt(bytes, first) === ZERO && end - start > 1;
  if (end === first || end - first > LONGEST_INTEGER || isPadded) return -1;
  return isPartOfNumber(byteAt(bytes, end)) ? -1 : end;
}

/** The offset after a number that a double holds; zero has no sign. */
export function endOfPlainNumber(bytes: Uint8Array, start: number): number {
  const isNegative = byteAt(bytes, start) === MINUS;
  const first = isNegative ? start + 1 : start;
  let at = afterDigits(bytes, first);
  if (at === first || (at - first > 1 && byteAt(bytes, first) === ZERO)) return -1;
  if (!isPartOfNumber(byteAt(bytes, at)) && at - first > LONGEST_INTEGER) return -1;
  if (byteAt(bytes, at) === POINT) {
    const fraction = at + 1;
    at = afterDigits(bytes, fraction);
    if (at === fraction) return -1;
  }
  if (isNegative && isZero(bytes, first, at)) return -1;
  if (byteAt(bytes, at) === SMALL_E || byteAt(bytes, at) === LARGE_E) {
    const sign = byteAt(bytes, at + 1);
    const exponent = sign === 43 || sign === MINUS ? at + 2 : at + 1;
    at = afterDigits(bytes, exponent);
    if (at === exponent || at - exponent > 2) return -1;
  }
  return at - start > LONGEST_NUMBER ? -1 : at;
}

/** Whether the digits of a plain number are all 0. */
export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === SMALL_E || byte === LARGE_E) return true;
    if (byte > ZERO && byte <= NINE) return false;
  }
  return true;
}

function isPartOfNumber(byte: number): boolean {
  return byte === POINT || byte === SMALL_E || byte === LARGE_E;
}

function afterDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(byteAt(bytes, at))) at += 1;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
