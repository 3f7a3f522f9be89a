/** Where the values of a plain row end. Each function gives the offset after the value, or -1 where it is not plain. */

import {
  byteAt,
  endOfPlainInteger,
  endOfPlainNumber,
  endOfPlainString,
  FALSE,
  isWord,
  TRUE,
} from '../text/bytes.ts';

const [QUOTE, POINT, SLASH, COLON, BACKSLASH] = [34, 46, 47, 58, 92];

/** What a byte is in a path. A point matters at the beginning of a part only. */
const [ORDINARY, CLOSING, DIVIDING, BEGINNING, FOREIGN] = [0, 1, 2, 3, 4];
const PATH_KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === QUOTE) return CLOSING;
  if (byte === SLASH) return DIVIDING;
  if (byte === POINT) return BEGINNING;
  return byte < 32 || byte === BACKSLASH || byte === COLON ? FOREIGN : ORDINARY;
});

/** A label without quotes: numbers only as they would be written again, for a label is a text. */
export function endOfWord(bytes: Uint8Array, start: number): number {
  const end = endOfBoolean(bytes, start);
  return end === -1 ? endOfPlainInteger(bytes, start) : end;
}

export function endOfAttribute(bytes: Uint8Array, start: number): number {
  if (byteAt(bytes, start) === QUOTE) return endOfPlainString(bytes, start);
  const end = endOfBoolean(bytes, start);
  return end === -1 ? endOfPlainNumber(bytes, start) : end;
}

function endOfBoolean(bytes: Uint8Array, start: number): number {
  if (isWord(bytes, start, TRUE)) return start + TRUE.length;
  return isWord(bytes, start, FALSE) ? start + FALSE.length : -1;
}

/**
 * The offset of the quote after a path that needs no resolving: from the folder of the run file it leads where it says.
 */
export function endOfSimplePath(bytes: Uint8Array, start: number): number {
  const { length } = bytes;
  let part = start;
  for (let at = start; at < length; at += 1) {
    const kind = PATH_KINDS[bytes[at] as number];
    if (kind === ORDINARY) continue;
    // No part is empty, or begins with a point.
    if (kind === FOREIGN || at === part) return -1;
    if (kind === CLOSING) return at;
    if (kind === DIVIDING) part = at + 1;
  }
  return -1;
}
