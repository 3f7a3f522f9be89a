/** The rows of a run that was found to be good, read again from wherever they are. */

import type { Image, SeriesPoint } from '../../domain/model/run.ts';
import type { PieceReader, PlainImage, Row, RowList, Rows, RowVisitor } from '../../domain/rows/index.ts';
import type { Content } from './content.ts';
import type { Duplicates } from './duplicates.ts';

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

/** Hands on all rows, always in the same order. `pause` is waited for after each piece of content. */
export async function streamRows(
  { inline, beside }: RowContents,
  rows: Rows,
  visitor: RowVisitor,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<RowsRead> {
  const inOrder: [Content, PieceReader][] = beside.map(({ list, path, content }) => [
    content,
    rows.lines(list, path, visitor),
  ]);
  if (inline !== undefined) inOrder.unshift([inline, rows.document(visitor)]);
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

/** What was found of the rows before: `counts` says how many count, so that any other number is not what was surveyed. */
export type Surveyed = { duplicates: Duplicates | undefined; counts: Record<RowList, number> };

/** Hands on all rows that count, in the order of their contents. */
export async function readRunRows(
  contents: RowContents,
  rows: Rows,
  surveyed: Surveyed,
  take: TakeRows,
): Promise<RowsRead> {
  const sending = createSending(surveyed, take);
  const read = await streamRows(contents, rows, sending.visitor, sending.pause);
  return sending.isAsSurveyed() ? read : 'changing';
}

function createSending({ duplicates, counts }: Surveyed, { image, point }: TakeRows) {
  const handedOn = { images: 0, series: 0 };
  const ordinals = { images: 0, series: 0 };
  let isGood = true;
  /** Requests that are full, and rows that wait for them: of one piece of content. */
  let underWay: Promise<void>[] = [];
  let left: Row[] = [];

  /** Whether the next row of a list is the last of its name. */
  function isLast(list: RowList): boolean {
    const ordinal = ordinals[list];
    ordinals[list] += 1;
    if (duplicates?.replaced[list].has(ordinal) === true) return false;
    handedOn[list] += 1;
    return true;
  }

  const visitor: RowVisitor = {
    plain: (row) => {
      if (!isGood || !isLast('images')) return;
      // It is gone with the next row.
      const sent = image(row);
      if (sent !== undefined) underWay.push(sent);
    },
    read: ({ rows }) => {
      for (const row of rows) if (isGood && isLast(row.list)) left.push(row);
    },
    bad: () => {
      isGood = false;
    },
  };

  async function pause(): Promise<void> {
    const sent = underWay;
    const waiting = left;
    underWay = [];
    left = [];
    await Promise.all(sent);
    for (const one of waiting) await (one.list === 'images' ? image(one.row) : point(one.row));
  }

  const isAsSurveyed = () => isGood && handedOn.images === counts.images && handedOn.series === counts.series;
  return { visitor, pause, isAsSurveyed };
}
