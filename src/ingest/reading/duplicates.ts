/** Of rows of one name the last counts. Which they are is found out only for names that were seen to come twice. */

import { createBits, type Bits } from './bits.ts';
import type { Codec } from '../../domain/rows/shape.ts';
import type { TakeRow } from '../ports/text.ts';
import { identityOf, rowReader, type Row, type RowEnds } from './row-kinds.ts';
import { suspicionOf, type Suspicion } from './seen-before.ts';

/** By list, the places of rows among all rows of their list. */
export type Duplicates = {
  /** A later row is of the same name. */
  replaced: Record<'images' | 'series', Bits>;
  /** An earlier row was of the same name. */
  replacing: Record<'images' | 'series', Bits>;
};

export type DuplicateFinder = RowEnds & { take: TakeRow; duplicates: Duplicates };

/** Takes all rows once more, in the same order. */
export function findDuplicates(
  runPath: string,
  suspicions: ReadonlySet<Suspicion>,
  codec: Codec,
): DuplicateFinder {
  const duplicates: Duplicates = {
    replaced: { images: createBits(), series: createBits() },
    replacing: { images: createBits(), series: createBits() },
  };
  const rows = rowReader(runPath, codec);
  const last = { images: new Map<string, number>(), series: new Map<string, number>() };
  const ordinals = { images: 0, series: 0 };
  return {
    duplicates,
    endOf: rows.endOf,
    endOfLine: rows.endOfLine,
    take: (list, _index, bytes, start, end) => {
      const reading = rows.read(list, bytes, start, end);
      if (reading.type === 'malformed') return;
      const found: readonly Row[] =
        reading.type === 'plain' ? [{ list: 'images', row: reading }] : reading.rows;
      for (const row of found) {
        const ordinal = ordinals[list];
        ordinals[list] += 1;
        const identity = identityOf(row);
        if (!suspicions.has(suspicionOf(identity))) continue;
        const name = JSON.stringify(identity);
        const earlier = last[list].get(name);
        last[list].set(name, ordinal);
        if (earlier === undefined) continue;
        duplicates.replaced[list].add(earlier);
        duplicates.replacing[list].add(ordinal);
      }
    },
  };
}
