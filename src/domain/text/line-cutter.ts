/**
 * Cuts the pieces of a file into its lines, CRLF or LF, of which the last needs no end. Blanks at the beginning of a line
 * are left out, and so are lines of nothing but blanks. At most one line and one piece are held at a time.
 */

import { byteAt } from './bytes.ts';
import type { CutValue, Cutter } from './cutter.ts';
import type { NotText } from './not-text.ts';
import { linesIn, type TextPlace } from './places.ts';
import { createWindow, type Window } from './window.ts';

/** A row of an image or of a series has a few hundred bytes; what is far larger is no file of rows. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [9, 10, 13, 32];

type State<List extends string> = {
  window: Window;
  value: CutValue<List>;
  /** Where the value begins, and where the text that is not taken begins. */
  place: TextPlace;
  next: TextPlace;
  isFirst: boolean;
  isEnded: boolean;
  fault: NotText | undefined;
};

/** @param list what the lines are elements of */
export function createLineCutter<List extends string>(list: List): Cutter<List> {
  const window = createWindow(LONGEST_LINE_BYTES);
  const value = { list, bytes: window.bytes, start: 0, end: 0 };
  const state: State<List> = {
    window,
    value,
    place: { line: 1, column: 1 },
    next: { line: 1, column: 1 },
    isFirst: true,
    isEnded: false,
    fault: undefined,
  };
  return {
    value,
    add: window.open,
    end: () => {
      state.isEnded = true;
      window.openLast();
    },
    next: () => next(state),
    findEnd: () => {
      const end = endOfLine(state, value.start);
      if (end - value.start > LONGEST_LINE_BYTES) state.fault = tooLong(state.place.line);
      return state.fault === undefined ? end : -1;
    },
    take: (end) => {
      const last = afterBlanks(value.bytes, end);
      if (endOfLine(state, value.start) !== last) return false;
      value.end = end;
      passLine(state, last);
      return true;
    },
    keep: () => {
      window.close();
      if (window.keptBytes > LONGEST_LINE_BYTES) state.fault ??= tooLong(state.next.line);
      return state.fault;
    },
    origin: () => ({ at: [], ...state.place }),
    line: () => state.next.line + linesIn(window.kept()),
  };
}

function next<List extends string>(state: State<List>): boolean {
  const { window, value } = state;
  const { bytes } = window;
  if (state.isFirst && bytes.length > 0) {
    window.at = afterByteOrderMark(bytes);
    state.isFirst = false;
  }
  passBlanks(state);
  if (state.fault !== undefined || window.at === bytes.length) return false;
  state.place.line = state.next.line;
  state.place.column = state.next.column;
  value.bytes = bytes;
  value.start = window.at;
  if (bytes[window.at] === 0) {
    const end = endOfLine(state, window.at);
    if (end === -1) return false;
    if (isZeros(bytes, window.at, end)) state.fault = zeros(state.place.line);
  }
  return state.fault === undefined;
}

/** Passes over blanks, and over lines of nothing else. */
function passBlanks<List extends string>(state: State<List>): void {
  const { window, next } = state;
  const { bytes } = window;
  for (;;) {
    const end = afterBlanks(bytes, window.at);
    next.column += end - window.at;
    window.at = end;
    if (byteAt(bytes, end) !== LINE_FEED) return;
    passLine(state, end);
  }
}

function passLine<List extends string>({ window, next }: State<List>, end: number): void {
  window.at = Math.min(end + 1, window.bytes.length);
  next.line += 1;
  next.column = 1;
}

/** The offset of the line feed, or of the end of the last line; -1 where that has not come yet. */
function endOfLine<List extends string>({ window, isEnded }: State<List>, start: number): number {
  const end = window.bytes.indexOf(LINE_FEED, start);
  return end === -1 && isEnded ? window.bytes.length : end;
}

/** The offset of the next byte that is not a blank of the same line. */
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
