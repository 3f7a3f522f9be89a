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
 */

import { afterBlanks } from './plain.ts';
import { endOfString } from './scan.ts';

/** Line and column start at 1. Columns of lines that are longer than a piece count UTF-16 units, not characters. */
export type TextPlace = { line: number; column: number };

/** @param place where the element begins; to be asked during the call only */
export type TakeElement = (list: string, index: number, text: string, place: () => TextPlace) => void;

/** Where the text goes on behind a list: `offset` in the head, `place` in the whole text. */
export type Gap = { offset: number; place: TextPlace };

export type Head = { text: string; gaps: Gap[] };

export type ListCutter = {
  /** @returns a sentence where the text cannot be read, whatever follows */
  add: (text: string) => string | undefined;
  end: () => Head;
};

/** One value is parsed in one piece, at many times its size in memory. */
const LONGEST_ELEMENT = 64 * 1024 * 1024;
const LONGEST_HEAD = 32 * 1024 * 1024;

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 93, 123, 125,
];

type Mode = 'head' | 'first' | 'after' | 'element' | 'lost';

/** @param lists the keys, at the top of the text, whose lists are cut */
export function cutLists(lists: ReadonlySet<string>, take: TakeElement): ListCutter {
  let mode: Mode = 'head';
  /** What is not consumed yet, where in it we are, and where it begins in the text. */
  let text = '';
  let at = 0;
  const begin: TextPlace = { line: 1, column: 1 };
  /** Not worth a look before the text is this long: an element of many pieces would be scanned once for each. */
  let enough = 0;
  const head: string[] = [];
  let headLength = 0;
  const gaps: Gap[] = [];
  let depth = 0;
  let isKey = false;
  let key: string | undefined;
  let index = 0;

  const place = (): TextPlace => placeIn(text, at, begin);

  function toHead(from: number, end: number): void {
    if (end === from) return;
    head.push(text.slice(from, end));
    headLength += end - from;
  }

  function resumeHead(next: 'head' | 'lost'): void {
    gaps.push({ offset: headLength, place: place() });
    mode = next;
  }

  /** @returns whether a list begins, or there is nothing more to see */
  function passHead(): void {
    const from = at;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        const end = endOfString(text, at);
        if (end === -1) break;
        if (depth === 1 && isKey) key = nameOf(text.slice(at, end));
        at = end;
        continue;
      }
      at += 1;
      if (code === COLON) isKey = false;
      else if (code === COMMA) {
        if (depth === 1) [isKey, key] = [true, undefined];
      } else if (code === OPEN_LIST && depth === 1 && !isKey && key !== undefined && lists.has(key)) {
        toHead(from, at);
        depth += 1;
        [mode, index] = ['first', 0];
        return;
      } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
        depth += 1;
        if (depth === 1) isKey = code === OPEN_OBJECT;
      } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth -= 1;
    }
    toHead(from, at);
  }

  /** @returns whether to go on */
  function passList(): boolean {
    at = afterBlanks(text, at);
    if (at >= text.length) return false;
    const code = text.charCodeAt(at);
    if (code === CLOSE_LIST && mode !== 'element') resumeHead('head');
    else if (mode === 'after' && code === COMMA) {
      mode = 'element';
      at += 1;
    } else if (mode === 'after' || isMisplaced(code)) resumeHead('lost');
    else {
      const end = endOfElement(text, at, code);
      if (end === -1) return false;
      take(key ?? '', index, text.slice(at, end), place);
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

  return {
    add: (piece) => {
      text += piece;
      if (text.length >= enough) {
        pass();
        Object.assign(begin, placeIn(text, at, begin, false));
        text = text.slice(at);
        at = 0;
        enough = text.length < 1_000_000 ? 0 : 2 * text.length;
      }
      if (headLength + (mode === 'head' ? text.length : 0) > LONGEST_HEAD) return HEAD_TOO_LONG;
      if (text.length > LONGEST_ELEMENT) return elementTooLong(key ?? '', index);
      return undefined;
    },
    end: () => {
      pass();
      if (at < text.length) {
        if (mode !== 'head') resumeHead('lost');
        toHead(at, text.length);
      }
      return { text: head.join(''), gaps };
    },
  };
}

const HEAD_TOO_LONG = `without its rows of images and series it is longer than the ${LONGEST_HEAD / 1024 / 1024} MiB that the rest of a run may have: keep large values in files, and name them under artifacts`;

function elementTooLong(list: string, index: number): string {
  return `${list}[${index}] is longer than the ${LONGEST_ELEMENT / 1024 / 1024} MiB that one row may have: write more rows, and shorter ones`;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** What cannot begin a value. */
function isMisplaced(code: number): boolean {
  return code === COMMA || code === COLON || code === CLOSE_LIST || code === CLOSE_OBJECT;
}

/** The offset behind the element, or -1 where the text ends before that is known. */
function endOfElement(text: string, start: number, first: number): number {
  if (first === QUOTE) return endOfString(text, start);
  const { length } = text;
  let at = start;
  if (first !== OPEN_OBJECT && first !== OPEN_LIST) {
    // A number or a word ends where something else begins.
    for (; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (isBlank(code) || code === QUOTE || code === OPEN_OBJECT || code === OPEN_LIST || isMisplaced(code))
        return at;
    }
    return -1;
  }
  let depth = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return -1;
      continue;
    }
    at += 1;
    if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** A key as it is meant: `"\u0069mages"` is `images`. */
function nameOf(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function placeIn(text: string, at: number, { line, column }: TextPlace, exactly = true): TextPlace {
  let lines = line;
  let start = -1;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', end + 1)) {
    lines += 1;
    start = end;
  }
  const before = exactly ? Array.from(text.slice(start + 1, at)).length : at - start - 1;
  return { line: lines, column: start === -1 ? column + before : before + 1 };
}
