/** Finds rows that a later row with the same name replaces, among the names that the survey suspects. */

import {
  nameOf,
  suspicionOf,
  type PlainImage,
  type Row,
  type RowList,
  type RowVisitor,
  type Suspicion,
} from '../../rows/index.ts';
import { createBits, type Bits } from './bits.ts';

/** Positions of rows among all rows of their list. */
export type Duplicates = {
  /** A later row has the same name. */
  replaced: Record<RowList, Bits>;
  /** An earlier row has the same name. */
  replacing: Record<RowList, Bits>;
};

export type DuplicateFinder = { visitor: RowVisitor; duplicates: Duplicates };

/** Visits all rows again, in the same order. */
export function findDuplicates(suspicions: ReadonlySet<Suspicion>): DuplicateFinder {
  const duplicates: Duplicates = {
    replaced: { images: createBits(), series: createBits() },
    replacing: { images: createBits(), series: createBits() },
  };
  const last = { images: new Map<string, number>(), series: new Map<string, number>() };
  const ordinals = { images: 0, series: 0 };

  function look(row: Row | PlainImage): void {
    const { list } = row;
    const ordinal = ordinals[list];
    ordinals[list] += 1;
    if (!suspicions.has(suspicionOf(row))) return;
    const name = JSON.stringify(nameOf(row));
    const earlier = last[list].get(name);
    last[list].set(name, ordinal);
    if (earlier === undefined) return;
    duplicates.replaced[list].add(earlier);
    duplicates.replacing[list].add(ordinal);
  }

  const visitor: RowVisitor = {
    plain: look,
    read: ({ rows }) => rows.forEach((row) => look(row)),
    bad: () => undefined,
  };
  return { visitor, duplicates };
}
