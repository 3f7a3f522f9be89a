/**
 * Whether another level is better than the present one, in spite of the noise: both are measured in turn
 * (present, other, present, other, … present), and each measurement of the other is held against the mean of the two
 * around it. What slows the server for longer than a window slows both sides alike; what hits one side only makes the
 * comparisons disagree, and then more of them are made.
 */

/** `far-better`: a larger step in the same direction would probably have paid, too. */
export type Verdict = 'far-better' | 'better' | 'not-better' | 'unsure';

/** Growing costs memory here and there, so it must pay by this. */
const GAIN_TO_GROW = Math.log(1.03);

const FAR_BETTER = Math.log(1.2);

/** Shrinking is worth it at a tie; less than this is one. In between lies what neither direction would change. */
const LOSS_TO_SHRINK = Math.log(0.975);

/** Two measurements that agree by chance must not look certain. */
const LEAST_DEVIATION = 0.03;

const LEAST_COMPARISONS = 2;
/** What shrinks by mistake loses throughput; what grows by mistake only memory. */
const LEAST_COMPARISONS_TO_SHRINK = 4;
const MOST_COMPARISONS = 6;

/** A loss this clear by shrinking needs no second look: going on would only cost. */
const HOPELESS = Math.log(0.8);

/** Judges throughputs of the present level and, between each two of them, of the other one. */
export function judgeTrial(present: readonly number[], other: readonly number[], grows: boolean): Verdict {
  const ratios = other.flatMap((throughput, at) => {
    const [before, after] = [present[at], present[at + 1]];
    return before === undefined || after === undefined ? [] : [Math.log((2 * throughput) / (before + after))];
  });
  const count = ratios.length;
  if (count === 0) return 'unsure';
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / count;
  if (!grows && mean < HOPELESS) return 'not-better';
  if (count < LEAST_COMPARISONS) return 'unsure';
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (count - 1);
  const error = Math.max(LEAST_DEVIATION, Math.sqrt(variance)) / Math.sqrt(count);
  if (mean - error > FAR_BETTER) return 'far-better';
  const needed = grows ? GAIN_TO_GROW : LOSS_TO_SHRINK;
  if (mean - error > needed && (grows || count >= LEAST_COMPARISONS_TO_SHRINK)) return 'better';
  if (count >= MOST_COMPARISONS) return grows && mean > needed ? 'better' : 'not-better';
  return mean + error < needed ? 'not-better' : 'unsure';
}
