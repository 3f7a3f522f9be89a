/**
 * The fast path of a run's many rows, from the bytes of its files to the bytes of its documents. `README.md` says how it
 * works; from outside, nothing but this file is imported.
 */

import { createLineCutter } from '../text/line-cutter.ts';
import { createListCutter, type Head } from '../text/list-cutter.ts';
import { createPieceReader, type PieceReader, type Reading } from './piece-reader.ts';
import { createPlainReader, type PlainReader } from './plain-reader.ts';
import { ROW_LISTS, type RowList, type RowVisitor } from './row.ts';
import type { RowSetting } from './row-values.ts';

export type { PieceReader, TextFault } from './piece-reader.ts';
export type { PlainImage } from './plain-image.ts';
export { plainImageWriter, type RowWriter } from './plain-image-writer.ts';
export type { BadRow, Row, RowList, RowPlace, RowReaders, RowReading, RowVisitor } from './row.ts';
export { describeRow, nameOf } from './row-name.ts';
export { createSeenBefore, suspicionOf, type Suspicion } from './seen-before.ts';

/** Reads the rows of one run. */
export type Rows = {
  /** Reads a JSON document with lists of rows at its top. */
  document: (visitor: RowVisitor) => DocumentReader;
  /** Reads a file with one row of this list per line; `file` is its path in what is told of its rows. */
  lines: (list: RowList, file: string, visitor: RowVisitor) => PieceReader;
};

export type DocumentReader = PieceReader & {
  /** The document without the elements of its lists, after its end. */
  head: () => Head;
};

export function createRows(setting: RowSetting): Rows {
  /** Made for the first image: it takes kilobytes, and most of very many files have no images. */
  let plain: PlainReader | undefined;
  const reading: Reading = {
    ...setting,
    readPlain: (bytes, start) => {
      plain ??= createPlainReader(setting.runPath, setting.codec);
      return plain(bytes, start);
    },
  };
  return {
    document: (visitor) => {
      const cutter = createListCutter(ROW_LISTS, setting.codec);
      return { ...createPieceReader(cutter, visitor, reading), head: cutter.head };
    },
    lines: (list, file, visitor) => createPieceReader(createLineCutter(list), visitor, reading, file),
  };
}
