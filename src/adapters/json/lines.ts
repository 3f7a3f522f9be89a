import { decodePieces } from './decode-pieces.ts';
import type { NotText } from './decode.ts';

/** A line of a text; its number starts at 1. */
export type Line = { number: number; text: string };

/** A row of an image or of a series has a few hundred bytes; what is far larger is no file of rows. */
const LONGEST_LINE = 16 * 1024 * 1024;

type Lines = { add: (piece: Uint8Array) => NotText | undefined; end: () => NotText | undefined };

/**
 * Cuts the pieces of a file into lines and hands on those that hold something: UTF-8, or UTF-16 with a byte order
 * mark; CRLF or LF, and no need of one at the end. At most one line and one piece are held at a time.
 *
 * @returns what takes the pieces; after the first fault it must be given no more
 */
export function readLines(take: (line: Line) => void): Lines {
  const decoder = decodePieces();
  let number = 1;
  let held = '';

  function finish(text: string): NotText | undefined {
    // A byte order mark is no part of the first line.
    const line = number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    if (line.startsWith('\0') && /^\0+$/.test(line)) return zeros(number);
    if (line.trim() !== '') take({ number, text: line });
    number += 1;
    return undefined;
  }

  function cut(text: string): NotText | undefined {
    const all = held + text;
    let start = 0;
    for (let end = all.indexOf('\n', held.length); end !== -1; end = all.indexOf('\n', start)) {
      if (end - start >= LONGEST_LINE) return tooLong(number);
      const fault = finish(all.slice(start, end));
      if (fault !== undefined) return fault;
      start = end + 1;
    }
    held = all.slice(start);
    return held.length > LONGEST_LINE ? tooLong(number) : undefined;
  }

  return {
    add: (piece) => {
      const text = decoder.add(piece);
      return typeof text === 'string' ? cut(text) : text;
    },
    end: () => {
      const text = decoder.end();
      return typeof text === 'string' ? (cut(text) ?? finish(held)) : text;
    },
  };
}

function tooLong(line: number): NotText {
  const limit = LONGEST_LINE / 1024 / 1024;
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
