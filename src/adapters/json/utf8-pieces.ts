import { isUtf8 } from 'node:buffer';
import { decodeUtf16, decodeUtf8, type NotText } from './decode.ts';

/** Takes content in pieces and gives it back as UTF-8, characters whole. After the first fault it must be given no more. */
export type Utf8Pieces = {
  add: (piece: Uint8Array) => Uint8Array | NotText;
  /** There are no more pieces. */
  end: () => Uint8Array | NotText;
};

const NOTHING: Uint8Array = new Uint8Array();

/**
 * Makes sure that content is UTF-8, wherever its pieces are cut, or makes it so: UTF-16 with a byte order mark.
 *
 * @param lineOf the line on which the next piece begins, from 1, told by whoever reads what is given back
 */
export function utf8Pieces(lineOf: () => number): Utf8Pieces {
  let reader: Utf8Pieces | undefined;
  let beginning = NOTHING;
  return {
    add: (piece) => {
      if (reader !== undefined) return reader.add(piece);
      if (beginning.length + piece.length < 2) {
        beginning = Uint8Array.from([...beginning, ...piece]);
        return NOTHING;
      }
      const first = beginning.length === 0 ? piece : Buffer.concat([beginning, piece]);
      reader = readerFor(first, lineOf);
      return reader.add(first);
    },
    end: () => {
      if (reader !== undefined) return reader.end();
      // It is one byte at the most.
      const decoded = decodeUtf8(beginning);
      return decoded.type === 'text' ? beginning : decoded;
    },
  };
}

function readerFor([first, second]: Uint8Array, lineOf: () => number): Utf8Pieces {
  if (first === 0xff && second === 0xfe) return utf16(true);
  if (first === 0xfe && second === 0xff) return utf16(false);
  return utf8(lineOf);
}

function utf8(lineOf: () => number): Utf8Pieces {
  let rest = NOTHING;
  let offset = 0;

  function check(bytes: Uint8Array): Uint8Array | NotText {
    if (!isUtf8(bytes)) {
      const decoded = decodeUtf8(bytes, { offset, line: lineOf() });
      if (decoded.type !== 'text') return decoded;
    }
    offset += bytes.length;
    return bytes;
  }

  return {
    add: (piece) => {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const whole = bytes.length - unfinished(bytes);
      rest = bytes.slice(whole);
      return check(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? NOTHING : check(rest)),
  };
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

function utf16(littleEndian: boolean): Utf8Pieces {
  let rest = NOTHING;
  let offset = 0;

  function decode(bytes: Uint8Array): Uint8Array | NotText {
    const decoded = decodeUtf16(bytes, littleEndian, offset);
    offset += bytes.length;
    return decoded.type === 'text' ? Buffer.from(decoded.text) : decoded;
  }

  return {
    add: (piece) => {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let whole = bytes.length - (bytes.length % 2);
      const high = bytes[littleEndian ? whole - 1 : whole - 2] ?? 0;
      if (high >= 0xd8 && high <= 0xdb) whole -= 2;
      rest = bytes.slice(whole);
      return decode(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? NOTHING : decode(rest)),
  };
}
