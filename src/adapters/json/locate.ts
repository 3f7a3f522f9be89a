import type { JsonProblem } from '../../domain/json/parse.ts';
import { formatPath } from '../../domain/json/path.ts';
import { countProblems, PROBLEM_LIMIT } from '../../domain/problem.ts';
import { explainSyntax } from './explain-syntax.ts';
import { findOffsets } from './find-offsets.ts';
import { positionsOf } from './positions.ts';

/** A problem as it is told: line and column start at 1 (columns count code points), the path is as people write it. */
export type Located = { path: string; line?: number; column?: number; message: string };

/**
 * Where problems are in the text, in the order given: at their offset; without one, at the value their path leads
 * to, or at the innermost object or array around what is missing. Without a place if the text is very large.
 */
export function locate(text: string, problems: readonly JsonProblem[]): Located[] {
  const sought = problems.filter(({ offset }) => offset === undefined);
  const found = findOffsets(
    text,
    sought.map(({ path }) => path),
  );
  const offsets = new Map(sought.map((problem, index) => [problem, found[index]]));
  const offsetOf = (problem: JsonProblem): number | undefined => problem.offset ?? offsets.get(problem);
  const positions = positionsOf(
    text,
    problems.flatMap((problem) => offsetOf(problem) ?? []),
  );
  return problems.map((problem) => {
    const position = positions.get(offsetOf(problem) ?? -1);
    return { path: formatPath(problem.path), ...position, message: problem.message };
  });
}

/** More than `parseJson` tells of one text, so that nothing that it counts is cut off; behind so many, the rest is guessing. */
const MISTAKES_COUNTED = 2000;

/** What keeps `parseJson` from accepting a text, the first ones with their place; nothing for a good text. */
export function explain(text: string): { messages: Located[]; count: number } {
  const problems = explainSyntax(text, MISTAKES_COUNTED);
  return { messages: locate(text, problems.slice(0, PROBLEM_LIMIT)), count: countProblems(problems) };
}
