/** Text in pieces: into rows, a head, and places for what is wrong. */

import type { RowList } from '../../domain/formats/format.ts';
import type { FileMessage } from '../../domain/ledger/entry.ts';
import type { Path, Problem } from '../../domain/model/problem.ts';
import type { Codec } from '../../domain/rows/shape.ts';
import type { TextPlace } from '../../domain/text/cut-lists.ts';

/** Where a text begins in its file. */
export type Origin = TextPlace & { file?: string };

/**
 * A row as JSON in UTF-8, from `start` up to `end` of the bytes, which stay as they are; `place` is to be asked before the
 * next one comes.
 */
export type TakeRow = (
  list: RowList,
  index: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  place: () => TextPlace,
) => void;

/**
 * Where the row that begins at `start` ends, told by whoever is going to take it; -1 where that is not known. Rows for which
 * it is need not be looked through twice.
 */
export type EndOfRow = (list: RowList, bytes: Uint8Array, start: number) => number;

/** Why content is no text; `truncated`: it may be the beginning of good text. */
export type TextFault = { message: FileMessage; truncated: boolean };

/** Takes content in pieces. Each function tells what is wrong with it; then it is no text, and wants no more. */
export type PieceReader = {
  add: (piece: Uint8Array) => TextFault | undefined;
  /** There are no more pieces. */
  end: () => TextFault | undefined;
};

/** A run file without its rows. Problems that are found in it are located in the whole file. */
export type HeadText = {
  text: string;
  locate: (problems: readonly Problem[]) => FileMessage[];
  explain: () => { messages: FileMessage[]; count: number };
};

/** JSON text into values and places; the part of reading that needs a library. */
export type TextReader = Codec & {
  /** Hands on the rows of a run file, one by one, and has its head at the end. Lines need not be counted where nobody asks. */
  document: (
    take: TakeRow,
    endOf: EndOfRow,
    arePlaced?: boolean,
  ) => PieceReader & { /** After the end. */ head: () => HeadText };
  /** Hands on the lines that hold something, one by one, as rows of this list. */
  lines: (list: RowList, take: TakeRow, endOf: EndOfRow) => PieceReader;
  /** The first syntax problems of a text that could not be parsed, and how many there are. */
  explain: (text: string, at: Path, origin: Origin) => { messages: FileMessage[]; count: number };
  /** Where problems stand in a text that could be parsed. The paths of the problems begin at the text, those told at `at`. */
  locate: (text: string, problems: readonly Problem[], at: Path, origin: Origin) => FileMessage[];
};
