/**
 * Cuts the pieces of a file into its lines, CRLF or LF, of which the last needs no end. Lines of nothing but blanks are
 * passed over. At most one line and one piece are held at a time.
 */

import { byteAt } from './bytes.ts';
import type { Cutter } from './cutter.ts';
import type { NotText } from './not-text.ts';
import { linesIn } from './places.ts';
import { createWindow } from './window.ts';

/** A row of an image or of a series has a few hundred bytes; what is far larger is no file of rows. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [9, 10, 13, 32];

/** @param list what the lines are elements of */
export function createLineCutter<List extends string>(list: List): Cutter<List> {
  const window = createWindow(LONGEST_LINE_BYTES);
  const value = { list, bytes: window.bytes, start: 0, end: 0 };
  /** Of the value, and of what comes behind what is taken. */
  let line = 1;
  let nextLine = 1;
  let isEnded = false;
  let fault: NotText | undefined;

  /** The offset of the line feed behind, or where the last line ends; -1 where that has not come yet. */
  function endOfLine(start: number): number {
    const end = window.bytes.indexOf(LINE_FEED, start);
    return end === -1 && isEnded ? window.bytes.length : end;
  }

  function passLine(end: number): void {
    window.at = Math.min(end + 1, window.bytes.length);
    nextLine += 1;
  }

  /** Lines without anything in them are passed over one by one: there may be very many. */
  function passBlankLines(): void {
    const { bytes } = window;
    for (let end = afterBlanks(bytes, window.at); byteAt(bytes, end) === LINE_FEED;) {
      passLine(end);
      end = afterBlanks(bytes, window.at);
    }
    if (isEnded && afterBlanks(bytes, window.at) === bytes.length) window.at = bytes.length;
  }

  function next(): boolean {
    const { bytes } = window;
    if (nextLine === 1 && window.at === 0) window.at = afterByteOrderMark(bytes);
    passBlankLines();
    if (fault !== undefined || afterBlanks(bytes, window.at) === bytes.length) return false;
    line = nextLine;
    value.bytes = bytes;
    value.start = window.at;
    if (bytes[window.at] === 0) {
      const end = endOfLine(window.at);
      if (end === -1) return false;
      if (isZeros(bytes, window.at, end)) fault = zeros(line);
    }
    return fault === undefined;
  }

  return {
    value,
    add: window.open,
    end: () => {
      isEnded = true;
      window.openLast();
    },
    next,
    findEnd: () => {
      const end = endOfLine(value.start);
      if (end - value.start > LONGEST_LINE_BYTES) fault = tooLong(line);
      return fault === undefined ? end : -1;
    },
    take: (end) => {
      const last = afterBlanks(value.bytes, end);
      if (endOfLine(value.start) !== last) return false;
      value.end = end;
      passLine(last);
      return true;
    },
    keep: () => {
      window.close();
      if (window.keptBytes > LONGEST_LINE_BYTES) fault ??= tooLong(nextLine);
      return fault;
    },
    origin: () => ({ at: [], line, column: 1 }),
    line: () => nextLine + linesIn(window.kept()),
  };
}

/** The offset of what is no blank of the same line. */
function afterBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = byteAt(bytes, at); byte === SPACE || byte === TAB || byte === CARRIAGE_RETURN;) {
    at += 1;
    byte = byteAt(bytes, at);
  }
  return at;
}

function afterByteOrderMark(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
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
