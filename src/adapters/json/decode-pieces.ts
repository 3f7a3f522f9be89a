import { decodeUtf16, decodeUtf8, type NotText } from './decode.ts';

export type PieceDecoder = {
  add: (piece: Uint8Array) => string | NotText;
  /** There are no more pieces. */
  end: () => string | NotText;
};

/**
 * Decodes text that comes in pieces, wherever they are cut: UTF-8, or UTF-16 with a byte order mark. Nothing is
 * replaced; after the first fault it must be given no more.
 */
export function decodePieces(): PieceDecoder {
  let decoder: PieceDecoder | undefined;
  let beginning: Uint8Array = new Uint8Array();
  return {
    add: (piece) => {
      if (decoder !== undefined) return decoder.add(piece);
      beginning = beginning.length === 0 ? piece : Buffer.concat([beginning, piece]);
      if (beginning.length < 2) return '';
      decoder = decoderFor(beginning);
      return decoder.add(beginning);
    },
    end: () => {
      if (decoder !== undefined) return decoder.end();
      decoder = utf8();
      const text = decoder.add(beginning);
      return typeof text === 'string' ? concatenated(text, decoder.end()) : text;
    },
  };
}

function concatenated(before: string, after: string | NotText): string | NotText {
  return typeof after === 'string' ? before + after : after;
}

function decoderFor([first, second]: Uint8Array): PieceDecoder {
  if (first === 0xff && second === 0xfe) return utf16(true);
  if (first === 0xfe && second === 0xff) return utf16(false);
  return utf8();
}

function utf8(): PieceDecoder {
  // A byte order mark inside of a text is a character.
  const quickly = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Uint8Array = new Uint8Array();
  let offset = 0;
  let line = 1;

  function decode(bytes: Uint8Array): string | NotText {
    try {
      const text = quickly.decode(bytes);
      offset += bytes.length;
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line += 1;
      return text;
    } catch {
      const decoded = decodeUtf8(bytes, { offset, line });
      return decoded.type === 'text' ? decoded.text : decoded;
    }
  }

  return {
    add: (piece) => {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const whole = bytes.length - unfinished(bytes);
      rest = bytes.slice(whole);
      return decode(bytes.subarray(0, whole));
    },
    end: () => (rest.length === 0 ? '' : decode(rest)),
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

function utf16(littleEndian: boolean): PieceDecoder {
  let rest: Uint8Array = new Uint8Array();
  let offset = 0;

  function decode(bytes: Uint8Array): string | NotText {
    const decoded = decodeUtf16(bytes, littleEndian, offset);
    offset += bytes.length;
    return decoded.type === 'text' ? decoded.text : decoded;
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
    end: () => (rest.length === 0 ? '' : decode(rest)),
  };
}
