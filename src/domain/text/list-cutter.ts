/**
 * Cuts a JSON text that comes in pieces into a head and the elements of some lists at its top, so that a run's many rows
 * never have to be one value.
 *
 *   head ──"images": [──▶ first ──element──▶ after ──,──▶ element ──element──▶ after
 *    ▲                      └──]──▶ head      └──]──▶ head
 *    └── anything else where an element or its end should be: the rest is head, and its reader says what is wrong
 *
 * The head is the text without the elements, with `[]` for each list.
 *
 * All of it is UTF-8 in bytes: scanning bytes is several times faster than scanning the characters of a string that is a
 * part of another one, and each of JSON's delimiters is one byte.
 */

import { afterBlanks, concat, endOfString } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { CutValue, Cutter } from './cutter.ts';
import { throughGaps } from './gaps.ts';
import { createHeadScanner, type Gap, type HeadScanner } from './head.ts';
import { locate, type Located } from './locate.ts';
import type { NotText } from './not-text.ts';
import { createPlaces, linesIn, type Places } from './places.ts';
import { createWindow, type Window } from './window.ts';
import type { Problem } from '../model/problem.ts';

/** A document without the elements of its lists. Problems that are found in it are located in the whole text. */
export type Head = { text: string; locate: (problems: readonly Problem[]) => Located[] };

export type ListCutter<List extends string> = Cutter<List> & {
  /** After the end. */
  head: () => Head;
};

/** One value is parsed in one piece, at many times its size in memory. */
const LONGEST_ELEMENT = 64 * 1024 * 1024;
const LONGEST_HEAD = 32 * 1024 * 1024;

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 93, 123, 125,
];

type Mode = 'head' | 'first' | 'after' | 'element' | 'lost';

type State<List extends string> = {
  window: Window;
  places: Places;
  head: HeadScanner<List>;
  mode: Mode;
  value: CutValue<List>;
  /** Of the value in its list. */
  index: number;
  /** How many elements of the list were taken. */
  taken: number;
  isEnded: boolean;
};

/** @param lists the keys, at the top of the text, whose lists are cut */
export function createListCutter<List extends string>(
  lists: readonly [List, ...List[]],
  codec: Codec,
): ListCutter<List> {
  const window = createWindow(LONGEST_ELEMENT);
  const state: State<List> = {
    window,
    places: createPlaces(),
    head: createHeadScanner(lists, codec),
    mode: 'head',
    value: { list: lists[0], bytes: NOTHING, start: 0, end: 0 },
    index: 0,
    taken: 0,
    isEnded: false,
  };
  const { value, places, head } = state;
  return {
    value,
    add: window.open,
    end: () => {
      state.isEnded = true;
      window.openLast();
    },
    next: () => next(state),
    findEnd: () => endOfElement(value.bytes, value.start),
    take: (end) => {
      value.end = end;
      window.at = end;
      state.taken += 1;
      state.mode = 'after';
      return true;
    },
    keep: () => keep(state),
    origin: () => ({ at: [value.list, state.index], ...places.of(value.bytes, value.start) }),
    line: () => places.of(NOTHING, 0).line + linesIn(window.kept()),
    head: () => headOf(concat(...head.pieces), head.gaps, codec),
  };
}

function next<List extends string>(state: State<List>): boolean {
  const { window, value } = state;
  const { bytes } = window;
  while (window.at < bytes.length) {
    if (state.mode === 'head' || state.mode === 'lost') passHead(state);
    if (state.mode === 'head' || state.mode === 'lost') return false;
    window.at = afterBlanks(bytes, window.at);
    if (window.at >= bytes.length) return false;
    const byte = bytes[window.at] as number;
    if (state.mode === 'after' && byte === COMMA) {
      state.mode = 'element';
      window.at += 1;
    } else if (byte === CLOSE_LIST && state.mode !== 'element') leaveList(state, 'head');
    else if (state.mode === 'after' || isMisplaced(byte)) leaveList(state, 'lost');
    else {
      state.index = state.taken;
      value.bytes = bytes;
      value.start = window.at;
      return true;
    }
  }
  return false;
}

/** Takes text for the head, up to the elements of the next list. */
function passHead<List extends string>(state: State<List>): void {
  const { window, head, value } = state;
  if (state.mode === 'lost') {
    head.take(window.bytes, window.at, window.bytes.length);
    window.at = window.bytes.length;
    return;
  }
  window.at = head.scan(window.bytes, window.at);
  if (head.list === undefined) return;
  value.list = head.list;
  state.taken = 0;
  state.mode = 'first';
}

function leaveList<List extends string>(state: State<List>, mode: 'head' | 'lost'): void {
  const { window, places, head } = state;
  head.resume(places.of(window.bytes, window.at));
  state.mode = mode;
}

function keep<List extends string>(state: State<List>): NotText | undefined {
  const { window, places, head, value, taken } = state;
  if (state.isEnded && window.at < window.bytes.length) {
    if (state.mode !== 'head') leaveList(state, 'lost');
    head.take(window.bytes, window.at, window.bytes.length);
    window.at = window.bytes.length;
  }
  places.forget(window.bytes, window.at);
  window.close();
  const { keptBytes } = window;
  if (head.length + (state.mode === 'head' ? keptBytes : 0) > LONGEST_HEAD) return tooLong(HEAD_TOO_LONG);
  return keptBytes > LONGEST_ELEMENT ? tooLong(elementTooLong(value.list, taken)) : undefined;
}

const NOTHING: Uint8Array = new Uint8Array();

function headOf(bytes: Uint8Array, gaps: readonly Gap[], { decode }: Codec): Head {
  const text = decode(bytes, 0, bytes.length);
  return {
    text,
    locate: (problems) => {
      const inUnits = gaps.map(({ offset, place }) => ({ offset: decode(bytes, 0, offset).length, place }));
      return throughGaps(locate(text, problems), text, inUnits);
    },
  };
}

const HEAD_TOO_LONG = `without its rows of images and series it is longer than the ${LONGEST_HEAD / 1024 / 1024} MiB that the rest of a run may have: keep large values in files, and name them under artifacts`;

function elementTooLong(list: string, index: number): string {
  return `${list}[${index}] is longer than the ${LONGEST_ELEMENT / 1024 / 1024} MiB that one row may have: write more rows, and shorter ones`;
}

function tooLong(message: string): NotText {
  return { type: 'not-text', message, truncated: false };
}

/** What cannot begin a value. */
function isMisplaced(byte: number): boolean {
  return byte === COMMA || byte === COLON || byte === CLOSE_LIST || byte === CLOSE_OBJECT;
}

/** The offset after the element, or -1 where the text ends before that is known. */
function endOfElement(text: Uint8Array, start: number): number {
  const first = text[start] as number;
  if (first === QUOTE) return endOfString(text, start);
  return first === OPEN_OBJECT || first === OPEN_LIST ? endOfContainer(text, start) : endOfWord(text, start);
}

/** A number or a word ends where something else begins. */
function endOfWord(text: Uint8Array, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const byte = text[at] as number;
    const isEnd = byte <= 32 || byte === QUOTE || byte === OPEN_OBJECT || byte === OPEN_LIST;
    if (isEnd || isMisplaced(byte)) return at;
  }
  return -1;
}

function endOfContainer(text: Uint8Array, start: number): number {
  let at = start;
  let depth = 0;
  while (at < text.length) {
    const byte = text[at];
    if (byte === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return -1;
      continue;
    }
    at += 1;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}
