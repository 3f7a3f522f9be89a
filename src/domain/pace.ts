/** How many requests may be under way: fewer when Elasticsearch pushes back, more again when it keeps up. */

export type Pace = {
  allowed: () => number;
  /** A request was taken whole. */
  went: () => void;
  /** A request was pushed back, wholly or in part. */
  pushedBack: () => void;
};

/** Halves at a push-back; one more after as many successes as are allowed: as TCP does. */
export function createPace(most: number): Pace {
  let allowed = most;
  let successes = 0;
  return {
    allowed: () => allowed,
    went: () => {
      successes += 1;
      if (successes < allowed || allowed >= most) return;
      allowed += 1;
      successes = 0;
    },
    pushedBack: () => {
      allowed = Math.max(1, Math.floor(allowed / 2));
      successes = 0;
    },
  };
}
