import { concat } from './bytes.ts';
import type { Codec } from './codec.ts';
import { firstBadByte } from './first-bad-byte.ts';
import { cutCharacter, notText, type NotText, type Utf8Pieces } from './not-text.ts';

const NOTHING: Uint8Array = new Uint8Array();

/** Makes sure that pieces are UTF-8, and gives them back with their characters whole. */
export function utf8(codec: Codec, lineOf: () => number): Utf8Pieces {
  let rest = NOTHING;
  let offset = 0;

  function check(bytes: Uint8Array): Uint8Array | NotText {
    if (!codec.isUtf8(bytes)) return notUtf8(bytes, { offset, line: lineOf() });
    offset += bytes.length;
    return bytes;
  }

  return {
    add: (piece) => {
      const bytes = rest.length === 0 ? piece : concat(rest, piece);
      const whole = bytes.length - unfinished(bytes);
      rest = bytes.slice(whole);
      return check(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? NOTHING : check(rest)),
  };
}

/** @param from where in the file the bytes begin */
function notUtf8(bytes: Uint8Array, from: { offset: number; line: number }): NotText {
  // A character that ends in zero bytes is no less cut short than one that ends the file.
  const bad = firstBadByte(withoutZeros(bytes)) ?? firstBadByte(bytes);
  if (bad === undefined) throw new Error('bytes that are UTF-8 were taken for something else');
  const offset = from.offset + bad.offset;
  const line = from.line + lineFeeds(bytes, bad.offset);
  const place = `byte ${offset} (line ${line})`;
  if (bad.truncated) return { ...cutCharacter('character', place, offset), line };
  const value = (bytes[bad.offset] ?? 0).toString(16).padStart(2, '0').toUpperCase();
  const message = `the file is not UTF-8: ${place} is 0x${value}. Write it with encoding="utf-8"`;
  return { ...notText(message, offset), line };
}

/** Without the zero bytes at the end: room that a writer reserved. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

function lineFeeds(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = 0; at < end; at += 1) if (bytes[at] === 10) count += 1;
  return count;
}

/** How many bytes at the end begin a character that is not all there. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthBegunBy(byte) > back ? back : 0;
  }
  return 0;
}

function lengthBegunBy(byte: number): number {
  if (byte >= 0xf0) return 4;
  return byte >= 0xe0 ? 3 : 2;
}
