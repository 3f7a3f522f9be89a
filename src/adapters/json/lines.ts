import { areBlanks } from '../../domain/text/bytes.ts';
import type { NotText } from './decode.ts';
import { utf8Pieces } from './utf8-pieces.ts';

/** Takes a line, which lies in the bytes from `start` up to `end`; its number starts at 1. */
export type TakeLine = (number: number, bytes: Uint8Array, start: number, end: number) => void;

/** Where the line that begins at `start` has its line feed, or -1 where that has to be found out. */
export type EndOfLine = (bytes: Uint8Array, start: number) => number;

/** A row of an image or of a series has a few hundred bytes; what is far larger is no file of rows. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 10;

type Lines = { add: (piece: Uint8Array) => NotText | undefined; end: () => NotText | undefined };

/**
 * Cuts the pieces of a file into lines and hands on those that hold something, in UTF-8: CRLF or LF, and no need of one at
 * the end. At most one line and one piece are held at a time.
 *
 * @returns what takes the pieces; after the first fault it must be given no more
 */
export function readLines(take: TakeLine, endOf: EndOfLine = () => -1): Lines {
  let number = 1;
  const pieces = utf8Pieces(() => number);
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  function finish(bytes: Uint8Array, from: number, end: number): NotText | undefined {
    const start = number === 1 ? afterByteOrderMark(bytes, from) : from;
    if (end > start && isZeros(bytes, start, end)) return zeros(number);
    if (!areBlanks(bytes, start, end)) take(number, bytes, start, end);
    number += 1;
    return undefined;
  }

  /** The line of which some is held, and whose end has come. */
  function finishHeld(rest: Uint8Array): NotText | undefined {
    const line = Buffer.concat([...held, rest]);
    held = [];
    heldBytes = 0;
    return line.length > LONGEST_LINE_BYTES ? tooLong(number) : finish(line, 0, line.length);
  }

  function cut(bytes: Uint8Array): NotText | undefined {
    let start = 0;
    while (start < bytes.length) {
      const known = held.length > 0 ? -1 : endOf(bytes, start);
      const end = known === -1 ? bytes.indexOf(LINE_FEED, start) : known;
      if (end === -1) break;
      const fault = held.length > 0 ? finishHeld(bytes.subarray(0, end)) : finish(bytes, start, end);
      if (fault !== undefined) return fault;
      start = end + 1;
    }
    if (start === bytes.length) return undefined;
    held.push(bytes.slice(start));
    heldBytes += bytes.length - start;
    return heldBytes > LONGEST_LINE_BYTES ? tooLong(number) : undefined;
  }

  return {
    add: (piece) => {
      const bytes = pieces.add(piece);
      return 'type' in bytes ? bytes : cut(bytes);
    },
    end: () => {
      const bytes = pieces.end();
      return 'type' in bytes ? bytes : (cut(bytes) ?? finishHeld(new Uint8Array()));
    },
  };
}

function afterByteOrderMark(bytes: Uint8Array, start: number): number {
  return bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf ? start + 3 : start;
}

function isZeros(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === 0) at += 1;
  return at === end;
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
