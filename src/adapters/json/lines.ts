import type { Line } from '../../ingest/ports.ts';
import { decodeUtf8, type NotText } from './decode.ts';

/** A row of an image or of a series has a few hundred bytes; what is far larger is no file of rows. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 10;

type Lines = { add: (piece: Uint8Array) => NotText | undefined; end: () => NotText | undefined };

/**
 * Cuts the pieces of a file into lines and hands on those that hold something: UTF-8, or UTF-16 with a byte order
 * mark; CRLF or LF, and no need of one at the end. At most one line and one piece are held at a time.
 *
 * @returns what takes the pieces; after the first fault it must be given no more
 */
export function readLines(take: (line: Line) => void): Lines {
  let lines: Lines | undefined;
  let beginning: Uint8Array = new Uint8Array();
  return {
    add: (piece) => {
      if (lines !== undefined) return lines.add(piece);
      beginning = Buffer.concat([beginning, piece]);
      if (beginning.length < 2) return undefined;
      lines = linesLike(beginning, take);
      return lines.add(beginning);
    },
    end: () => {
      if (lines !== undefined) return lines.end();
      lines = readUtf8Lines(take);
      return lines.add(beginning) ?? lines.end();
    },
  };
}

function linesLike([first, second]: Uint8Array, take: (line: Line) => void): Lines {
  if (first === 0xff && second === 0xfe) return readUtf16Lines('utf-16le', take);
  if (first === 0xfe && second === 0xff) return readUtf16Lines('utf-16be', take);
  return readUtf8Lines(take);
}

function readUtf8Lines(take: (line: Line) => void): Lines {
  let number = 1;
  let offset = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  /** The line feed is decoded with the line, so that a character cut short before it is not taken for the file's end. */
  function finish(): NotText | undefined {
    const [only = new Uint8Array()] = held;
    const bytes = held.length === 1 ? only : Buffer.concat(held);
    if (bytes.length > 0 && bytes.every((byte) => byte === 0)) return zeros(number);
    const decoded = decodeUtf8(bytes, { offset, line: number });
    if (decoded.type === 'not-text') return decoded;
    const text = decoded.text.endsWith('\n') ? decoded.text.slice(0, -1) : decoded.text;
    if (text.trim() !== '') take({ number, text });
    number += 1;
    offset += bytes.length;
    held = [];
    heldBytes = 0;
    return undefined;
  }

  function hold(part: Uint8Array): NotText | undefined {
    if (part.length === 0) return undefined;
    held.push(part);
    heldBytes += part.length;
    return heldBytes > LONGEST_LINE_BYTES ? tooLong(number) : undefined;
  }

  return {
    add: (piece) => {
      let start = 0;
      for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, start)) {
        const fault = hold(piece.subarray(start, end + 1)) ?? finish();
        if (fault !== undefined) return fault;
        start = end + 1;
      }
      return hold(piece.subarray(start));
    },
    end: () => finish(),
  };
}

/** Lines of UTF-16 by way of UTF-8: both say the same characters. */
function readUtf16Lines(encoding: 'utf-16le' | 'utf-16be', take: (line: Line) => void): Lines {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  let number = 0;
  const lines = readUtf8Lines((line) => {
    ({ number } = line);
    take(line);
  });
  const decoded = (piece: Uint8Array | undefined): NotText | undefined => {
    try {
      const text = piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
      return lines.add(encoder.encode(text));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
      const message = `the file is not UTF-16, although it begins like it: a character behind line ${number} is cut in half`;
      return { type: 'not-text', message, truncated: piece === undefined };
    }
  };
  return { add: decoded, end: () => decoded(undefined) ?? lines.end() };
}

function tooLong(line: number): NotText {
  const limit = LONGEST_LINE_BYTES / 1024 / 1024;
  const message = `line ${line} is longer than the ${limit} MiB that one row may have: write one row per line`;
  return { type: 'not-text', message, line, truncated: false };
}

function zeros(line: number): NotText {
  const message =
    line === 1
      ? 'the file is filled with zero bytes: it is still being written, or was lost in a crash'
      : 'the file ends in zero bytes: it is truncated, or still being written';
  return { type: 'not-text', message, line, truncated: true };
}
