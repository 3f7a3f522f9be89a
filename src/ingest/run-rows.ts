/** The rows of a run that was found to be good, read again from wherever they are. */

import type { RowList } from '../domain/formats/format.ts';
import type { PlainImage } from '../domain/plain-image.ts';
import type { Image, SeriesPoint } from '../domain/run.ts';
import type { Content } from './content.ts';
import type { Duplicates } from './duplicates.ts';
import type { PieceReader, TakeRow, TextReader } from './ports.ts';
import { rowReader } from './row-kinds.ts';

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

/** Hands on all rows unread, always in the same order. `pause` is waited for after each piece of content. */
export async function streamRows(
  { inline, beside }: RowContents,
  text: TextReader,
  take: (sideFile?: string) => TakeRow,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<RowsRead> {
  const inOrder: [Content, PieceReader][] = beside.map(({ list, path, content }) => [
    content,
    text.lines(list, take(path)),
  ]);
  if (inline !== undefined) inOrder.unshift([inline, text.document(take())]);
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
  const readRow = rowReader(runPath, text);
  let waiting: [RowList, Uint8Array, number, number][] = [];
  const ordinals = { images: 0, series: 0 };
  let isGood = true;
  const take: TakeRow = (list, _index, bytes, start, end) => waiting.push([list, bytes, start, end]);

  async function pause(): Promise<void> {
    const taken = waiting;
    waiting = [];
    for (const [list, bytes, start, end] of taken) {
      const reading = readRow(list, bytes, start, end);
      if ('type' in reading || reading.problems.length > 0) {
        isGood = false;
        return;
      }
      for (const one of reading.rows) {
        const ordinal = ordinals[one.list];
        ordinals[one.list] += 1;
        if (duplicates?.replaced[one.list].has(ordinal) === true) continue;
        handedOn[one.list] += 1;
        const sent = one.list === 'images' ? image(one.row) : point(one.row);
        if (sent !== undefined) await sent;
      }
    }
  }

  const read = await streamRows(contents, text, () => take, pause);
  const isAll = handedOn.images === expected.images && handedOn.series === expected.series;
  return isGood && isAll ? read : 'changing';
}
