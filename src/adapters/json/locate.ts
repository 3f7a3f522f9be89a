import type { JsonProblem } from '../../domain/text/parse.ts';
import { formatPath } from '../../domain/text/path.ts';
import { countProblems, PROBLEM_LIMIT, type Path } from '../../domain/model/problem.ts';
import type { Origin } from '../../ingest/ports/text.ts';
import { explainSyntax } from './explain-syntax.ts';
import { findOffsets } from './find-offsets.ts';
import { positionsOf, type Position } from './positions.ts';

/** A problem as it is told: line and column start at 1 (columns count code points), the path is as people write it. */
export type Located = { path: string; file?: string; line?: number; column?: number; message: string };

const START: Origin = { line: 1, column: 1 };

/**
 * Where problems are in the text, in the order given: at their offset; without one, at the value their path leads
 * to, or at the innermost object or array around what is missing. Without a place if the text is very large.
 *
 * @param at what the text is in its document, and so what the paths that are told begin with
 * @param origin where the text begins in its file
 */
export function locate(
  text: string,
  problems: readonly JsonProblem[],
  at: Path = [],
  origin: Origin = START,
): Located[] {
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
    return {
      path: formatPath([...at, ...problem.path]),
      ...(origin.file !== undefined && { file: origin.file }),
      ...(position && from(origin, position)),
      message: problem.message,
    };
  });
}

function from(origin: Origin, { line, column }: Position): Position {
  return { line: origin.line + line - 1, column: line === 1 ? origin.column + column - 1 : column };
}

/** More than `parseJson` tells of one text, so that nothing that it counts is cut off; behind so many, the rest is guessing. */
const MISTAKES_COUNTED = 2000;

/** What keeps `parseJson` from accepting a text, the first ones with their place; nothing for a good text. */
export function explain(
  text: string,
  at: Path = [],
  origin: Origin = START,
): { messages: Located[]; count: number } {
  const problems = explainSyntax(text, MISTAKES_COUNTED);
  const messages = locate(text, problems.slice(0, PROBLEM_LIMIT), at, origin);
  return { messages, count: countProblems(problems) };
}
