/** Of rows of one name the last counts. Which they are is found out only for names that were seen to come twice. */

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

/** By list, the places of rows among all rows of their list. */
export type Duplicates = {
  /** A later row is of the same name. */
  replaced: Record<RowList, Bits>;
  /** An earlier row was of the same name. */
  replacing: Record<RowList, Bits>;
};

export type DuplicateFinder = { visitor: RowVisitor; duplicates: Duplicates };

/** Looks at all rows once more, in the same order. */
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
