import type { Unranked } from '../../domain/judging/primary.ts';
import type { UnrankedImages } from '../../domain/questions/worst-images.ts';

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

function wordsFor(reason: string) {
  return Object.entries(WORDS).find(([known]) => known === reason)?.[1];
}

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

const IMAGE_WORDS: Record<keyof UnrankedImages, (metric: string) => string> = {
  'not-finite': (metric) => `with a "${metric}" that is not finite`,
  'metric-missing': (metric) => `without a "${metric}"`,
};

/** The same for images, in the order of the keys: `3 images with a "dice" that is not finite; 1 without a "dice"`. */
export function describeUnrankedImages(counts: UnrankedImages, metric: string): string {
  return (['not-finite', 'metric-missing'] as const)
    .flatMap((reason) => {
      const count = counts[reason];
      return count === undefined ? [] : [{ count, words: IMAGE_WORDS[reason](metric) }];
    })
    .map(
      ({ count, words }, index) => `${count}${index > 0 ? '' : count === 1 ? ' image' : ' images'} ${words}`,
    )
    .join('; ');
}
