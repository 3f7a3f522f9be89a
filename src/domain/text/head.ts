import { endOfString } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { TextPlace } from './places.ts';

/** Where the text goes on after a list: `offset` in the head, in bytes, `place` in the whole text. */
export type Gap = { offset: number; place: TextPlace };

/** What is left of a document once the elements of its lists are cut out. */
export type HeadScanner<List extends string> = {
  readonly length: number;
  /** The list after whose opening bracket the scan stopped. */
  readonly list: List | undefined;
  /** @returns where the scan stopped: in front of a list's elements, or where more text is needed */
  scan: (bytes: Uint8Array, start: number) => number;
  /** Adds these bytes to the head without a look at them. */
  take: (bytes: Uint8Array, start: number, end: number) => void;
  /** After the elements of the list, the text goes on at this place. */
  resume: (place: TextPlace) => void;
  pieces: readonly Uint8Array[];
  gaps: readonly Gap[];
};

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 93, 123, 125,
];

type State<List extends string> = {
  lists: ReadonlyMap<string | undefined, List>;
  codec: Codec;
  depth: number;
  isKey: boolean;
  /** The key at the top whose value comes next. */
  key: List | undefined;
};

/**
 * Follows a JSON text by its brackets only: the reader of the head finds what is wrong with it.
 *
 * @param lists the keys, at the top of the text, whose lists are cut
 */
export function createHeadScanner<List extends string>(
  lists: readonly List[],
  codec: Codec,
): HeadScanner<List> {
  const known = new Map<string | undefined, List>(lists.map((list) => [list, list]));
  const state: State<List> = { lists: known, codec, depth: 0, isKey: false, key: undefined };
  const pieces: Uint8Array[] = [];
  const gaps: Gap[] = [];
  let length = 0;
  let list: List | undefined;

  function take(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    pieces.push(bytes.slice(start, end));
    length += end - start;
  }

  return {
    get length() {
      return length;
    },
    get list() {
      return list;
    },
    pieces,
    gaps,
    scan: (bytes, start) => {
      const { end, isList } = scan(bytes, start, state);
      list = isList ? state.key : undefined;
      take(bytes, start, end);
      return end;
    },
    take,
    resume: (place) => {
      gaps.push({ offset: length, place });
    },
  };
}

/** @returns where the scan stopped, and whether that is after the opening bracket of a list that is cut */
function scan<List extends string>(
  bytes: Uint8Array,
  start: number,
  state: State<List>,
): { end: number; isList: boolean } {
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      const end = endOfString(bytes, at);
      if (end === -1) break;
      if (state.depth === 1 && state.isKey)
        state.key = state.lists.get(nameOf(bytes.subarray(at, end), state.codec));
      at = end;
    } else {
      at += 1;
      if (pass(byte, state)) return { end: at, isList: true };
    }
  }
  return { end: at, isList: false };
}

/** @returns whether the elements of a list that is cut come next */
function pass<List extends string>(byte: number, state: State<List>): boolean {
  if (byte === COLON) state.isKey = false;
  else if (byte === COMMA) {
    if (state.depth === 1) [state.isKey, state.key] = [true, undefined];
  } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
    state.depth += 1;
    if (state.depth === 1) state.isKey = byte === OPEN_OBJECT;
    return byte === OPEN_LIST && state.depth === 2 && !state.isKey && state.key !== undefined;
  } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) state.depth -= 1;
  return false;
}

/** A key as it is meant: `"\\u0069mages"` is `images`. */
function nameOf(quoted: Uint8Array, codec: Codec): string | undefined {
  const text = codec.decode(quoted, 0, quoted.length);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
