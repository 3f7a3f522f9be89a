import type { Unranked } from '../domain/metrics/primary.ts';

/** How many runs do not rank, by what keeps them from it. */
export type UnrankedCounts = Readonly<Partial<Record<Unranked, number>>>;

/** What follows "1 run" and "2 runs", and what to do about it. */
const WORDS: Record<Unranked, { one: string; many: string; advice?: string }> = {
  'not-completed': { one: 'is not completed', many: 'are not completed' },
  'no-primary-metric': {
    one: 'has no primary metric',
    many: 'have no primary metric',
    advice: 'name one in project.json',
  },
  'primary-metric-missing': {
    one: 'has no value of its primary metric on the split that is ranked',
    many: 'have no value of their primary metric on the split that is ranked',
  },
  'not-finite': {
    one: 'has a value that is not finite',
    many: 'have values that are not finite',
  },
  'direction-unknown': {
    one: 'has a primary metric of which nothing says whether it is to be maximized or minimized',
    many: 'have primary metrics of which nothing says whether they are to be maximized or minimized',
    advice: 'declare the direction in project.json',
  },
};

const wordsFor = (reason: string) => Object.entries(WORDS).find(([known]) => known === reason)?.[1];

/** The reasons in words, most frequent first: `3 runs are not completed; 2 have no primary metric: name one in project.json`. */
export function describeUnranked(counts: UnrankedCounts): string {
  return Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count], index) => {
      const runs = index > 0 ? '' : count === 1 ? ' run' : ' runs';
      const words = wordsFor(reason);
      // Another version may have written what this one does not know.
      if (words === undefined) return `${count}${runs} ${reason}`;
      const advice = words.advice === undefined ? '' : `: ${words.advice}`;
      return `${count}${runs} ${count === 1 ? words.one : words.many}${advice}`;
    })
    .join('; ');
}
