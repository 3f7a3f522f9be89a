import { firstBadByte } from './first-bad-byte.ts';

/**
 * `offset` is that of the first bad byte, `line` (from 1) the one it is on. `truncated`: the bytes may be the
 * beginning of good text, or room that a writer reserved.
 */
export type NotText = {
  type: 'not-text';
  message: string;
  offset?: number;
  line?: number;
  truncated: boolean;
};

export type Decoded = { type: 'text'; text: string } | NotText;

const strictly = new TextDecoder('utf-8', { fatal: true });

/** @param from where in the file the bytes begin, for messages */
export function decodeUtf8(bytes: Uint8Array, from = { offset: 0, line: 1 }): Decoded {
  try {
    return { type: 'text', text: strictly.decode(bytes) };
  } catch (cause) {
    // A character that ends in zero bytes is no less cut short than one that ends the file.
    const bad = firstBadByte(withoutZeros(bytes)) ?? firstBadByte(bytes);
    if (bad === undefined) throw new Error('bytes that are UTF-8 could not be decoded', { cause });
    const line = from.line - 1 + lineOf(bytes, bad.offset);
    const offset = from.offset + bad.offset;
    const place = `byte ${offset} (line ${line})`;
    if (bad.truncated) {
      const message = `the file ends in the middle of a character, at ${place}: it is truncated, or still being written`;
      return { ...notText(message, offset), line, truncated: true };
    }
    const value = (bytes[bad.offset] ?? 0).toString(16).padStart(2, '0').toUpperCase();
    const message = `the file is not UTF-8: ${place} is 0x${value}. Write it with encoding="utf-8"`;
    return { ...notText(message, offset), line };
  }
}

/** Without the zero bytes at the end: room that a writer reserved. */
function withoutZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * A pair of surrogates is one character; a half without its other half is none.
 *
 * @param from where in the file the bytes begin, for messages
 */
export function decodeUtf16(bytes: Uint8Array, littleEndian: boolean, from: number): Decoded {
  const name = littleEndian ? 'utf-16le' : 'utf-16be';
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  const text = decoder.decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const units = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 2) {
    const unit = at + 1 < bytes.length ? units.getUint16(at, littleEndian) : undefined;
    const isHigh = unit !== undefined && unit >= 0xd8_00 && unit <= 0xdb_ff;
    const isLow = unit !== undefined && unit >= 0xdc_00 && unit <= 0xdf_ff;
    const next = isHigh && at + 3 < bytes.length ? units.getUint16(at + 2, littleEndian) : undefined;
    if (unit === undefined || (isHigh && next === undefined)) {
      const message = `the file ends in the middle of a UTF-16 character, at byte ${from + at}: it is truncated, or still being written`;
      return { ...notText(message, from + at), truncated: true };
    }
    if (isLow || (next !== undefined && (next < 0xdc_00 || next > 0xdf_ff))) {
      return notText(
        `the file is not UTF-16, although it begins like it: byte ${from + at} begins half a character`,
        from + at,
      );
    }
    if (isHigh) at += 2;
  }
  return { type: 'text', text };
}

function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = 0; at < offset; at += 1) if (bytes[at] === 10) line += 1;
  return line;
}

function notText(message: string, offset?: number): NotText {
  return { type: 'not-text', message, truncated: false, ...(offset !== undefined && { offset }) };
}
