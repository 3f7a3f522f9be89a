/** Rows of which a run has very many, as they are handed out one by one. */

import type { Problem } from '../model/problem.ts';
import type { Image, SeriesPoint } from '../model/run.ts';
import type { Located } from '../text/locate.ts';
import type { PlainImage } from './plain-image.ts';

/** The lists of a run that hold rows. */
export const ROW_LISTS = ['images', 'series'] as const;
export type RowList = (typeof ROW_LISTS)[number];

/** A row as values. One row of a series file holds many points, which are a row each. */
export type Row = { list: 'images'; row: Image } | { list: 'series'; row: SeriesPoint };

/** What one JSON value became. Paths begin at the value; where there are problems, there are no rows. */
export type RowReading<T> = { rows: T[]; problems: Problem[]; warnings: Problem[] };

/** How a format reads the JSON value of a row. */
export type RowReaders = {
  /** @param runPath the run file below the watched folder, from which relative paths of pictures start */
  images: (value: unknown, runPath: string) => RowReading<Image>;
  series: (value: unknown) => RowReading<SeriesPoint>;
};

/** What was read of one JSON value. */
export type ReadRow = { rows: readonly Row[]; warnings: readonly Problem[] };

export type BadRow = {
  problems: readonly Problem[];
  warnings: readonly Problem[];
  /** Only of text that is no JSON; `truncated`: it may be the beginning of a row. */
  malformed?: 'broken' | 'truncated';
};

/** Where the row is that was handed out last. */
export type RowPlace = {
  /** Problems as they are told: with the path in the document, the side file, line and column. */
  locate: (problems: readonly Problem[]) => Located[];
};

/** Is handed the rows of a file in their order. What it is given is valid during the call only. */
export type RowVisitor = {
  /** An image whose document can be copied from its row. Nothing is wrong with it. */
  plain: (image: PlainImage, at: RowPlace) => void;
  read: (row: ReadRow, at: RowPlace) => void;
  bad: (row: BadRow, at: RowPlace) => void;
};
