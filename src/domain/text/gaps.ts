import type { Gap } from './head.ts';
import type { Located } from './locate.ts';
import { positionsOf } from './positions.ts';

/** Places in a head as places in the file that rows were cut out of. Offsets of gaps count UTF-16 units. */
export function throughGaps(messages: readonly Located[], text: string, gaps: readonly Gap[]): Located[] {
  const positions = positionsOf(
    text,
    gaps.map(({ offset }) => offset),
  );
  return messages.map((message) => {
    const { line, column } = message;
    if (line === undefined || column === undefined) return message;
    const gap = gaps.findLast(({ offset }) => {
      const start = positions.get(offset);
      return start !== undefined && (start.line < line || (start.line === line && start.column <= column));
    });
    const from = gap && positions.get(gap.offset);
    if (gap === undefined || from === undefined) return message;
    const { place } = gap;
    return {
      ...message,
      line: line - from.line + place.line,
      column: line === from.line ? column - from.column + place.column : column,
    };
  });
}
