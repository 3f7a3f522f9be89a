import type { Problem } from '../model/problem.ts';

/** A file may have a million numbers of one kind, and its author reads the first few remarks on them. */
const FINDINGS_KEPT = 1000;

export type Findings = {
  add: (problem: Problem) => void;
  /** In the order of the text; where there were too many, the last one says how many are not told. */
  list: () => Problem[];
};

export function collectFindings(): Findings {
  const kept: Problem[] = [];
  let count = 0;
  return {
    add: (problem) => {
      count += 1;
      if (kept.length < FINDINGS_KEPT) kept.push(problem);
    },
    list: () => {
      const left = count - kept.length;
      return left === 0
        ? [...kept]
        : [...kept, { path: [], message: `and ${left} more like these`, standsFor: left }];
    },
  };
}
