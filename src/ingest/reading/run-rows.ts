/** The rows of a run that was found to be good, read again from wherever they are. */

import type { RowList } from '../../domain/formats/format.ts';
import type { PlainImage } from '../../domain/rows/plain-image.ts';
import type { Image, SeriesPoint } from '../../domain/model/run.ts';
import type { Content } from './content.ts';
import type { Duplicates } from './duplicates.ts';
import type { PieceReader, TakeRow, TextReader } from '../ports/text.ts';
import { rowReader, type RowEnds, type ValuedRow } from './row-kinds.ts';

/** The contents that hold rows: the run file itself if any are in it, then its side files. */
export type RowContents = { inline: Content | undefined; beside: readonly SideContent[] };

export type SideContent = { list: RowList; path: string; content: Content };

/** Where a run changed since it was found to be good, what was taken means nothing. */
export type RowsRead = 'read' | 'changing';

/** Waits for the taker where that gives a promise. */
export type TakeRows = {
  image: (row: Image | PlainImage) => Promise<void> | undefined;
  point: (row: SeriesPoint) => Promise<void> | undefined;
};

/** `takeFrom` gives what takes the rows of the run file, or of a side file of this path; `arePlaced`: it asks where they stand. */
export type RowTaker = RowEnds & { takeFrom: (sideFile?: string) => TakeRow; arePlaced: boolean };

/** Hands on all rows unread, always in the same order. `pause` is waited for after each piece of content. */
export async function streamRows(
  { inline, beside }: RowContents,
  text: TextReader,
  { takeFrom, endOf, endOfLine, arePlaced }: RowTaker,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<RowsRead> {
  const inOrder: [Content, PieceReader][] = beside.map(({ list, path, content }) => [
    content,
    text.lines(list, takeFrom(path), endOfLine),
  ]);
  if (inline !== undefined) inOrder.unshift([inline, text.document(takeFrom(), endOf, arePlaced)]);
  for (const [content, reader] of inOrder) {
    let isGood = true;
    const reading = await content.read(async (piece) => {
      isGood = reader.add(piece) === undefined;
      await pause();
      return isGood;
    });
    isGood &&= reading.type === 'read' && reader.end() === undefined;
    await pause();
    if (!isGood) return 'changing';
  }
  return 'read';
}

/**
 * Hands on all rows that count, in the order of their contents.
 *
 * @param expected how many the survey found: with any other number, what is read now is not what was surveyed
 */
export async function readRunRows(
  contents: RowContents,
  duplicates: Duplicates | undefined,
  expected: Record<RowList, number>,
  runPath: string,
  text: TextReader,
  { image, point }: TakeRows,
): Promise<RowsRead> {
  const handedOn = { images: 0, series: 0 };
  const rows = rowReader(runPath, text);
  /** Requests that are full, and rows that wait for them: of one piece of content. */
  let underWay: Promise<void>[] = [];
  let left: ValuedRow[] = [];
  const ordinals = { images: 0, series: 0 };
  let isGood = true;

  const take: TakeRow = (list, _index, bytes, start, end) => {
    if (!isGood) return;
    const reading = rows.read(list, bytes, start, end);
    if (reading.type === 'malformed' || (reading.type === 'read' && reading.problems.length > 0)) {
      isGood = false;
      return;
    }
    if (reading.type === 'read') {
      for (const one of reading.rows) if (counts(list)) left.push(one);
    } else if (counts(list)) {
      // It is gone with the next row.
      const sent = image(reading);
      if (sent !== undefined) underWay.push(sent);
    }
  };

  /** Whether the next row of a list is the last of its name. */
  function counts(list: RowList): boolean {
    const ordinal = ordinals[list];
    ordinals[list] += 1;
    if (duplicates?.replaced[list].has(ordinal) === true) return false;
    handedOn[list] += 1;
    return true;
  }

  async function pause(): Promise<void> {
    const sent = underWay;
    const waiting = left;
    underWay = [];
    left = [];
    await Promise.all(sent);
    for (const one of waiting) await (one.list === 'images' ? image(one.row) : point(one.row));
  }

  const taker = { takeFrom: () => take, endOf: rows.endOf, endOfLine: rows.endOfLine, arePlaced: false };
  const read = await streamRows(contents, text, taker, pause);
  const isAll = handedOn.images === expected.images && handedOn.series === expected.series;
  return isGood && isAll ? read : 'changing';
}
