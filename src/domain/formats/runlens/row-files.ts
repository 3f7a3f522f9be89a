/** Reads the rows of a run again, from the run file and its side files. */

import type { RowVisitor as EveryRow, RowList, Rows } from '../../rows/index.ts';
import type { Dialogue, RowVisitor } from '../format.ts';
import type { Duplicates } from './duplicates.ts';
import { readPieces } from './pieces.ts';
import type { SideFile } from './side-file.ts';

export type RowFiles = {
  /** The run file, if it has rows. */
  inline: string | undefined;
  beside: readonly SideFile[];
};

/**
 * Visits all rows, always in the same order.
 *
 * @returns false if a file could not be read as text
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

/** What the survey has found: rows that later ones replace, and the number of the others. */
export type KnownRows = { duplicates: Duplicates | undefined; counts: Record<RowList, number> };

/** Visits all rows that no later row replaces. `changed`: there are more or fewer than the survey has found. */
export function* visitCounting(
  files: RowFiles,
  rows: Rows,
  { duplicates, counts }: KnownRows,
  visitor: RowVisitor,
): Dialogue<'read' | 'changed'> {
  const handedOn = { images: 0, series: 0 };
  const ordinals = { images: 0, series: 0 };
  let isGood = true;

  /** Counts the next row of a list. @returns false if a later row replaces it */
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
