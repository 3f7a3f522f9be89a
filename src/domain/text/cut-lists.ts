/**
 * Cuts a JSON text that comes in pieces into a head and the elements of some lists at its top, so that a run's many rows
 * never have to be one value.
 *
 *   head ──"images": [──▶ first ──element──▶ after ──,──▶ element ──element──▶ after
 *    ▲                      └──]──▶ head      └──]──▶ head
 *    └── whatever else stands where an element or its end should be: the rest is head, whose reader says what is wrong
 *
 * The head is the text without the elements, with `[]` for each list. It is checked for balance only: whoever reads the
 * head and the elements finds what is wrong with them.
 *
 * All of it is UTF-8 in bytes: scanning those is several times faster than scanning the characters of a string that is a
 * part of another one, and what delimits JSON is one byte each.
 */

import { afterBlanks, endOfString } from './bytes.ts';
import { createCarry } from './carry.ts';

/** Line and column start at 1. Columns of lines that are longer than a piece count bytes, not characters. */
export type TextPlace = { line: number; column: number };

/**
 * Takes an element, which lies in the bytes from `start` up to `end`.
 *
 * @param place where the element begins; to be asked during the call only
 */
export type TakeElement = (
  list: string,
  index: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  place: () => TextPlace,
) => void;

/** Where an element ends that begins at `start`, or -1 where that has to be found out. */
export type EndOfElement = (list: string, bytes: Uint8Array, start: number) => number;

/** Where the text goes on behind a list: `offset` in the head, in bytes, `place` in the whole text. */
export type Gap = { offset: number; place: TextPlace };

export type Head = { pieces: Uint8Array[]; gaps: Gap[] };

export type ListCutter = {
  /**
   * The piece is its giver's again afterwards.
   *
   * @returns a sentence where the text cannot be read, whatever follows
   */
  add: (bytes: Uint8Array) => string | undefined;
  end: () => Head;
  /** Of what comes next. */
  line: () => number;
};

/** One value is parsed in one piece, at many times its size in memory. */
const LONGEST_ELEMENT = 64 * 1024 * 1024;
const LONGEST_HEAD = 32 * 1024 * 1024;

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 93, 123, 125,
];
const LINE_FEED = 10;

type Mode = 'head' | 'first' | 'after' | 'element' | 'lost';

/**
 * @param lists the keys, at the top of the text, whose lists are cut
 * @param nameOf a key as it is meant, from the bytes of its string with the quotes
 * @param arePlaced whether anybody asks for places; without, none is right
 */
export function cutLists(
  lists: ReadonlySet<string>,
  nameOf: (quoted: Uint8Array) => string | undefined,
  take: TakeElement,
  { endOf = () => -1, arePlaced = true }: { endOf?: EndOfElement; arePlaced?: boolean } = {},
): ListCutter {
  let mode: Mode = 'head';
  /** What is looked at, where in it we are, and where it begins in the text. */
  let text: Uint8Array = new Uint8Array();
  let at = 0;
  /** What is not consumed yet. */
  const carry = createCarry();
  const begin: TextPlace = { line: 1, column: 1 };
  /** Not worth a look before the text is this long: an element of many pieces would be scanned once for each. */
  let enough = 0;
  const head: Uint8Array[] = [];
  let headLength = 0;
  const gaps: Gap[] = [];
  let depth = 0;
  let isKey = false;
  let key: string | undefined;
  let index = 0;

  const place = (): TextPlace => placeIn(text, at, begin);
  /** Of the last list that ended in this text: there may be many. */
  let ended: { at: number; place: TextPlace } | undefined;

  function toHead(from: number, end: number): void {
    if (end === from) return;
    head.push(text.slice(from, end));
    headLength += end - from;
  }

  function resumeHead(next: 'head' | 'lost'): void {
    if (arePlaced) {
      const from = ended ?? { at: 0, place: begin };
      ended = { at, place: placeIn(text.subarray(from.at, at), at - from.at, from.place) };
    }
    gaps.push({ offset: headLength, place: ended?.place ?? begin });
    mode = next;
  }

  function passHead(): void {
    const from = at;
    while (at < text.length) {
      const byte = text[at];
      if (byte === QUOTE) {
        const end = endOfString(text, at);
        if (end === -1) break;
        if (depth === 1 && isKey) key = nameOf(text.subarray(at, end));
        at = end;
        continue;
      }
      at += 1;
      if (byte === COLON) isKey = false;
      else if (byte === COMMA) {
        if (depth === 1) [isKey, key] = [true, undefined];
      } else if (byte === OPEN_LIST && depth === 1 && !isKey && key !== undefined && lists.has(key)) {
        toHead(from, at);
        depth += 1;
        [mode, index] = ['first', 0];
        return;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth += 1;
        if (depth === 1) isKey = byte === OPEN_OBJECT;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    }
    toHead(from, at);
  }

  /** @returns whether to go on */
  function passList(): boolean {
    at = afterBlanks(text, at);
    if (at >= text.length) return false;
    const byte = text[at] ?? 0;
    if (byte === CLOSE_LIST && mode !== 'element') resumeHead('head');
    else if (mode === 'after' && byte === COMMA) {
      mode = 'element';
      at += 1;
    } else if (mode === 'after' || isMisplaced(byte)) resumeHead('lost');
    else {
      const known = endOf(key ?? '', text, at);
      const end = known === -1 ? endOfElement(text, at, byte) : known;
      if (end === -1) return false;
      take(key ?? '', index, text, at, end, place);
      index += 1;
      mode = 'after';
      at = end;
    }
    return true;
  }

  function pass(): void {
    while (at < text.length) {
      if (mode === 'head') {
        passHead();
        if (mode === 'head') return;
      } else if (mode === 'lost') {
        toHead(at, text.length);
        at = text.length;
      } else if (!passList()) return;
    }
  }

  function consumed(): void {
    if (arePlaced) Object.assign(begin, placeIn(text, at, begin, false));
    carry.keep(text.subarray(at));
    at = 0;
    ended = undefined;
  }

  return {
    line: () => {
      const left = carry.with(new Uint8Array());
      return placeIn(left, left.length, begin, false).line;
    },
    add: (piece) => {
      if (carry.length + piece.length < enough) carry.add(piece);
      else {
        text = carry.with(piece);
        pass();
        consumed();
        enough = carry.length < 1_000_000 ? 0 : 2 * carry.length;
      }
      const { length } = carry;
      if (headLength + (mode === 'head' ? length : 0) > LONGEST_HEAD) return HEAD_TOO_LONG;
      if (length > LONGEST_ELEMENT) return elementTooLong(key ?? '', index);
      return undefined;
    },
    end: () => {
      text = carry.with(new Uint8Array());
      pass();
      if (at < text.length) {
        if (mode !== 'head') resumeHead('lost');
        toHead(at, text.length);
        at = text.length;
      }
      return { pieces: head, gaps };
    },
  };
}

const HEAD_TOO_LONG = `without its rows of images and series it is longer than the ${LONGEST_HEAD / 1024 / 1024} MiB that the rest of a run may have: keep large values in files, and name them under artifacts`;

function elementTooLong(list: string, index: number): string {
  return `${list}[${index}] is longer than the ${LONGEST_ELEMENT / 1024 / 1024} MiB that one row may have: write more rows, and shorter ones`;
}

/** What cannot begin a value. */
function isMisplaced(byte: number): boolean {
  return byte === COMMA || byte === COLON || byte === CLOSE_LIST || byte === CLOSE_OBJECT;
}

/** The offset behind the element, or -1 where the text ends before that is known. */
function endOfElement(text: Uint8Array, start: number, first: number): number {
  if (first === QUOTE) return endOfString(text, start);
  const { length } = text;
  let at = start;
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) {
    // A number or a word ends where something else begins.
    for (; at < length; at += 1) {
      const byte = text[at] ?? 0;
      const isEnd = byte <= 32 || byte === QUOTE || byte === OPEN_OBJECT || byte === OPEN_LIST;
      if (isEnd || isMisplaced(byte)) return at;
    }
    return -1;
  }
  let depth = 0;
  while (at < length) {
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

function placeIn(text: Uint8Array, at: number, { line, column }: TextPlace, exactly = true): TextPlace {
  let lines = line;
  let start = -1;
  for (let end = text.indexOf(LINE_FEED); end !== -1 && end < at; end = text.indexOf(LINE_FEED, end + 1)) {
    lines += 1;
    start = end;
  }
  let before = at - start - 1;
  // What continues a character is not one.
  if (exactly)
    for (let byte = start + 1; byte < at; byte += 1) if (((text[byte] ?? 0) & 0xc0) === 0x80) before -= 1;
  return { line: lines, column: start === -1 ? column + before : before + 1 };
}
