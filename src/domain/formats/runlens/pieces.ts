import type { PieceReader, TextFault } from '../../rows/index.ts';
import type { Dialogue, FileOutcome } from '../format.ts';

/** The outcome of reading a file as text. */
export type TextOutcome = FileOutcome | { type: 'not-text'; fault: TextFault };

/** Reads a file into a reader of text, up to the first fault. */
export function* readPieces(path: string, reader: PieceReader): Dialogue<TextOutcome> {
  let fault: TextFault | undefined;
  const outcome = yield {
    path,
    add: (piece) => {
      fault = reader.add(piece);
      return fault === undefined;
    },
  };
  if (outcome.type !== 'read') return outcome;
  fault ??= reader.end();
  return fault === undefined ? outcome : { type: 'not-text', fault };
}
