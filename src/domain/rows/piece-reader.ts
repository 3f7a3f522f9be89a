/** Reads the rows of one content, be they elements of a document's lists or lines of a file. */

import type { Cutter } from '../text/cutter.ts';
import { locate, type Located } from '../text/locate.ts';
import type { NotText } from '../text/not-text.ts';
import { utf8Pieces } from '../text/utf8-pieces.ts';
import { ROW, type PlainImage } from './plain-image.ts';
import type { RowList, RowPlace, RowVisitor } from './row.ts';
import { readValues, type RowSetting } from './row-values.ts';

/** Why a content is no text; `truncated`: it may be the beginning of good text. */
export type TextFault = { message: Located; truncated: boolean };

/** Takes a content in pieces. Each function tells what is wrong with it; then it must be given no more. */
export type PieceReader = {
  /** The piece may be overwritten afterwards. */
  add: (piece: Uint8Array) => TextFault | undefined;
  /** There are no more pieces. */
  end: () => TextFault | undefined;
};

export type Reading = RowSetting & {
  /** Reads the image row that begins at `start`; undefined where its values are needed. */
  readPlain: (bytes: Uint8Array, start: number) => PlainImage | undefined;
};

/** @param file the side file, where the rows are in one */
export function createPieceReader(
  cutter: Cutter<RowList>,
  visitor: RowVisitor,
  reading: Reading,
  file?: string,
): PieceReader {
  const pieces = utf8Pieces(reading.codec, cutter.line);
  const place = placeIn(cutter, reading, file);

  function visitAll(): TextFault | undefined {
    while (cutter.next()) if (!visitOne(cutter, visitor, reading, place)) break;
    return told(cutter.keep(), file);
  }

  function take(bytes: Uint8Array | NotText): TextFault | undefined {
    if ('type' in bytes) return told(bytes, file);
    cutter.add(bytes);
    return visitAll();
  }

  return {
    add: (piece) => take(pieces.add(piece)),
    end: () => {
      const fault = take(pieces.end());
      if (fault !== undefined) return fault;
      cutter.end();
      return visitAll();
    },
  };
}

/** @returns false where the end of the row has not come yet */
function visitOne(cutter: Cutter<RowList>, visitor: RowVisitor, reading: Reading, place: RowPlace): boolean {
  const { list, bytes, start } = cutter.value;
  // Most rows end where the reader of plain ones finds their end, so that nothing looks for it before.
  const image = list === 'images' ? reading.readPlain(bytes, start) : undefined;
  if (image !== undefined && cutter.take(image[ROW].end)) {
    visitor.plain(image, place);
    return true;
  }
  const end = cutter.findEnd();
  if (end === -1) return false;
  cutter.take(end);
  const row = readValues(cutter.value, reading);
  if ('rows' in row) visitor.read(row, place);
  else visitor.bad(row, place);
  return true;
}

function placeIn(cutter: Cutter<RowList>, { codec }: Reading, file: string | undefined): RowPlace {
  return {
    locate: (problems) => {
      const { bytes, start, end } = cutter.value;
      return locate(codec.decode(bytes, start, end), problems, { ...cutter.origin(), file });
    },
  };
}

function told(fault: NotText | undefined, file: string | undefined): TextFault | undefined {
  if (fault === undefined) return undefined;
  const { message, line, truncated } = fault;
  return {
    message: { path: '', ...(file !== undefined && { file }), ...(line !== undefined && { line }), message },
    truncated,
  };
}
