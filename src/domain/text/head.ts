import { endOfString } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { TextPlace } from './places.ts';

/** Where the text goes on behind a list: `offset` in the head, in bytes, `place` in the whole text. */
export type Gap = { offset: number; place: TextPlace };

/** What is left of a document once the elements of its lists are cut out. */
export type HeadScanner<List extends string> = {
  readonly length: number;
  /** The list behind whose opening bracket the scan stopped. */
  readonly list: List | undefined;
  /** @returns where the scan stopped: in front of a list's elements, or where more text is needed */
  scan: (bytes: Uint8Array, start: number) => number;
  /** These bytes are part of the head, whatever they are. */
  take: (bytes: Uint8Array, start: number, end: number) => void;
  /** Behind the elements of the list, the text goes on at this place. */
  resume: (place: TextPlace) => void;
  pieces: readonly Uint8Array[];
  gaps: readonly Gap[];
};

const [QUOTE, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  34, 44, 58, 91, 93, 123, 125,
];

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
  const pieces: Uint8Array[] = [];
  const gaps: Gap[] = [];
  let depth = 0;
  let isKey = false;
  /** The key at the top whose value comes next. */
  let key: List | undefined;

  /** @returns whether the elements of a list that is cut come next */
  function pass(byte: number): boolean {
    if (byte === COLON) isKey = false;
    else if (byte === COMMA) {
      if (depth === 1) [isKey, key] = [true, undefined];
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth === 1) isKey = byte === OPEN_OBJECT;
      return byte === OPEN_LIST && depth === 2 && !isKey && key !== undefined;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    return false;
  }

  function scanTo(bytes: Uint8Array, start: number): number {
    let at = start;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte !== QUOTE) {
        at += 1;
        if (pass(byte)) {
          scanner.list = key;
          return at;
        }
        continue;
      }
      const end = endOfString(bytes, at);
      if (end === -1) return at;
      if (depth === 1 && isKey) key = known.get(nameOf(bytes.subarray(at, end), codec));
      at = end;
    }
    return at;
  }

  const scanner = {
    length: 0,
    list: undefined as List | undefined,
    pieces,
    gaps,
    scan: (bytes: Uint8Array, start: number) => {
      scanner.list = undefined;
      const end = scanTo(bytes, start);
      scanner.take(bytes, start, end);
      return end;
    },
    take: (bytes: Uint8Array, start: number, end: number) => {
      if (start === end) return;
      pieces.push(bytes.slice(start, end));
      scanner.length += end - start;
    },
    resume: (place: TextPlace) => {
      gaps.push({ offset: scanner.length, place });
    },
  };
  return scanner;
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
