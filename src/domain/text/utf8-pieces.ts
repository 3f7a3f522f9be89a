import { concat } from './bytes.ts';
import type { Codec } from './codec.ts';
import type { Utf8Pieces } from './not-text.ts';
import { utf16 } from './utf16.ts';
import { utf8 } from './utf8.ts';

/**
 * Makes sure that content is UTF-8, wherever its pieces are cut, or makes it so: UTF-16 with a byte order mark.
 *
 * @param lineOf the line on which the next piece begins, from 1
 */
export function utf8Pieces(codec: Codec, lineOf: () => number): Utf8Pieces {
  let reader: Utf8Pieces | undefined;
  let beginning: Uint8Array = new Uint8Array();
  return {
    add: (piece) => {
      if (reader !== undefined) return reader.add(piece);
      const first = beginning.length === 0 ? piece : concat(beginning, piece);
      if (first.length < 2) {
        beginning = first.slice();
        return first.subarray(first.length);
      }
      reader = readerFor(first, codec, lineOf);
      return reader.add(first);
    },
    end: () => {
      if (reader !== undefined) return reader.end();
      // There is one byte at most, which may begin a character.
      const only = utf8(codec, lineOf);
      const bytes = only.add(beginning);
      return !('type' in bytes) && bytes.length === 0 ? only.end() : bytes;
    },
  };
}

function readerFor([first, second]: Uint8Array, codec: Codec, lineOf: () => number): Utf8Pieces {
  if (first === 0xff && second === 0xfe) return utf16(codec, true);
  if (first === 0xfe && second === 0xff) return utf16(codec, false);
  return utf8(codec, lineOf);
}
