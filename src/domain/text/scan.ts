import { readNumber } from './number.ts';

/** Deeper nesting is refused, so that the value can be walked by recursion. */
export const DEEPEST_NESTING = 100;

/** Within these lengths, also taken together, no literal is beyond 2^53, too large or too small: 1e199 · 1e99 < 1.8e308. */
const LONGEST_SAFE_INTEGER = 15;
const LONGEST_ORDINARY_DECIMAL = 200;
const LONGEST_ORDINARY_EXPONENT = 2;

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * How many keys a JSON text has, or undefined when it needs the careful reader: it is nested too deeply, has a
 * bare NaN or Infinity, or a number that is no ordinary double.
 *
 * One pass over the characters, so that good text costs little more than JSON.parse. It checks no grammar: of text
 * that is not JSON the answer means nothing, and JSON.parse says so afterwards.
 */
export function countKeysInText(text: string, start: number): number | undefined {
  const { length } = text;
  let keys = 0;
  let depth = 0;
  let at = start;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return undefined;
    } else if (code === 44 /* , */ || code <= 32) {
      at += 1;
    } else if (code === 58 /* : */) {
      keys += 1;
      at += 1;
    } else if (code <= 57 && (code >= 48 || code === 45) /* 0…9 - */) {
      const end = endOfNumber(text, at);
      if (end < 0 && readNumber(text.slice(at, -end)).type !== 'plain') return undefined;
      at = Math.abs(end);
    } else if (code === 123 || code === 91 /* { [ */) {
      depth += 1;
      if (depth > DEEPEST_NESTING) return undefined;
      at += 1;
    } else if (code === 125 || code === 93 /* } ] */) {
      depth -= 1;
      at += 1;
    } else if (code === 78 || code === 73 /* N I */) {
      return undefined;
    } else {
      at += 1;
    }
  }
  return keys;
}

/** The offset after the string that begins at `start`, or -1 if it never ends. */
export function endOfString(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text.charCodeAt(close - 1) === BACKSLASH) {
    let first = close - 1;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    // An even number of backslashes are escaped backslashes, and the quote stands for itself.
    if ((close - first) % 2 === 0) break;
    close = text.indexOf('"', close + 1);
  }
  return close === -1 ? -1 : close + 1;
}

/** The offset after the number that begins at `start`; negative if that number is no ordinary one. */
function endOfNumber(text: string, start: number): number {
  let at = afterDigits(text, start + 1);
  let code = text.charCodeAt(at);
  if (code !== 46 && code !== 69 && code !== 101 /* . E e */)
    return at - start > LONGEST_SAFE_INTEGER ? -at : at;
  if (code === 46) {
    at = afterDigits(text, at + 1);
    code = text.charCodeAt(at);
  }
  let ordinary = at - start <= LONGEST_ORDINARY_DECIMAL;
  if (code === 69 || code === 101) {
    const sign = text.charCodeAt(at + 1);
    const digits = sign === 43 || sign === 45 /* + - */ ? at + 2 : at + 1;
    at = afterDigits(text, digits);
    if (at - digits > LONGEST_ORDINARY_EXPONENT) ordinary = false;
  }
  return ordinary ? at : -at;
}

/** The offset of what is no digit. */
function afterDigits(text: string, start: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  while (code >= 48 && code <= 57) {
    at += 1;
    code = text.charCodeAt(at);
  }
  return at;
}
