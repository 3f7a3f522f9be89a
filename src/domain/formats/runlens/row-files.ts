/** The files that a run's rows are in: the run file itself, if any are in it, then its side files. */

import type { RowVisitor as EveryRow, RowList, Rows } from '../../rows/index.ts';
import type { Dialogue, RowVisitor } from '../format.ts';
import type { Duplicates } from './duplicates.ts';
import { readPieces } from './pieces.ts';
import type { SideFile } from './side-file.ts';

export type RowFiles = {
  /** The run file, where it has rows. */
  inline: string | undefined;
  beside: readonly SideFile[];
};

/**
 * Visits all rows, always in the same order.
 *
 * @returns whether all files could be read as text
 */
export function* visitRows(files: RowFiles, rows: Rows, visitor: EveryRow): Dialogue<boolean> {
  if (files.inline !== undefined) {
    const outcome = yield* readPieces(files.inline, rows.document(visitor));
    if (outcome.type !== 'read') return false;
  }
  for (const { list, path } of files.beside) {
    const outcome = yield* readPieces(path, rows.lines(list, path, visitor));
    if (outcome.type !== 'read') return false;
  }
  return true;
}

/** What is known of the rows: which are replaced by later ones, and how many are left. */
export type KnownRows = { duplicates: Duplicates | undefined; counts: Record<RowList, number> };

/** Hands on all rows that count. With any other number of them, they are not those that were surveyed. */
export function* visitCounting(
  files: RowFiles,
  rows: Rows,
  { duplicates, counts }: KnownRows,
  visitor: RowVisitor,
): Dialogue<'read' | 'changed'> {
  const handedOn = { images: 0, series: 0 };
  const ordinals = { images: 0, series: 0 };
  let isGood = true;

  /** Whether the next row of a list is the last of its name. */
  function isNextCounting(list: RowList): boolean {
    const ordinal = ordinals[list];
    ordinals[list] += 1;
    if (duplicates?.replaced[list].has(ordinal) === true) return false;
    handedOn[list] += 1;
    return true;
  }

  const areTexts = yield* visitRows(files, rows, {
    plain: (image) => {
      if (isNextCounting('images')) visitor.plain(image);
    },
    read: (reading) => {
      for (const one of reading.rows) {
        if (!isNextCounting(one.list)) continue;
        if (one.list === 'images') visitor.image(one.row);
        else visitor.point(one.row);
      }
    },
    bad: () => {
      isGood = false;
    },
  });
  const areAll = handedOn.images === counts.images && handedOn.series === counts.series;
  return areTexts && isGood && areAll ? 'read' : 'changed';
}
