/** Line and column start at 1. Columns of lines that are longer than a piece count bytes, not characters. */
export type TextPlace = { line: number; column: number };

/** Finds lines and columns in a text that comes in pieces, at places that are asked for in the order of the text. */
export type Places = {
  /** The place of an offset in what has come of the text and was not forgotten. */
  of: (bytes: Uint8Array, offset: number) => TextPlace;
  /** What comes next begins at this offset. */
  forget: (bytes: Uint8Array, offset: number) => void;
};

const LINE_FEED = 10;

export function createPlaces(): Places {
  let line = 1;
  let column = 1;
  let from = 0;

  function advance(bytes: Uint8Array, offset: number, exactly: boolean): void {
    for (let end = bytes.indexOf(LINE_FEED, from); end !== -1 && end < offset;) {
      line += 1;
      column = 1;
      from = end + 1;
      end = bytes.indexOf(LINE_FEED, from);
    }
    column += offset - from - (exactly ? continuations(bytes, from, offset) : 0);
    from = offset;
  }

  return {
    of: (bytes, offset) => {
      advance(bytes, offset, true);
      return { line, column };
    },
    forget: (bytes, offset) => {
      advance(bytes, offset, false);
      from = 0;
    },
  };
}

/** How many bytes continue a character: they are none. */
function continuations(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) if (((bytes[at] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}

/** How many lines end in these bytes. */
export function linesIn(bytes: Uint8Array): number {
  let count = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, end + 1)) count += 1;
  return count;
}
