/** Line and column start at 1; columns count code points, as Python's messages and most editors do. */
export type Position = { line: number; column: number };

/**
 * Where offsets (UTF-16 units) into a text are, in one pass for all of them. Lines end in LF, CRLF or CR; a
 * byte order mark at the start has no width. An offset beyond the end means the end.
 */
export function positionsOf(text: string, offsets: readonly number[]): Map<number, Position> {
  const positions = new Map<number, Position>();
  let at = text.charCodeAt(0) === 0xfe_ff ? 1 : 0;
  let line = 1;
  let column = 1;
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    const end = Math.min(offset, text.length);
    while (at < end) {
      const code = text.charCodeAt(at);
      const next = text.charCodeAt(at + 1);
      at += 1;
      if (code === 10 /* LF */ || (code === 13 /* CR */ && next !== 10)) {
        line += 1;
        column = 1;
      } else if (!(isHighSurrogate(code) && isLowSurrogate(next))) {
        // The first half of a pair is counted with the second one.
        column += 1;
      }
    }
    positions.set(offset, { line, column });
  }
  return positions;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd8_00 && code <= 0xdb_ff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc_00 && code <= 0xdf_ff;
}
