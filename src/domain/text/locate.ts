import type { Path, Problem } from '../model/problem.ts';
import { findOffsets } from './find-offsets.ts';
import { formatPath } from './path.ts';
import { positionsOf, type Position } from './positions.ts';

/** A problem as it is told: line and column start at 1 (columns count code points), the path is as people write it. */
export type Located = { path: string; file?: string; line?: number; column?: number; message: string };

/** Where a text begins: the path in its document, the file if it is not the run's, line and column. */
export type Origin = Position & { at: Path; file?: string | undefined };

const START: Origin = { at: [], line: 1, column: 1 };

/**
 * Where problems are in the text, in the order given: at their offset; without one, at the value their path leads
 * to, or at the innermost object or array around what is missing. Paths of the problems begin at the text.
 */
export function locate(text: string, problems: readonly Problem[], origin: Origin = START): Located[] {
  const sought = problems.filter(({ offset }) => offset === undefined);
  const found = findOffsets(
    text,
    sought.map(({ path }) => path),
  );
  const offsets = new Map(sought.map((problem, index) => [problem, found[index]]));
  const offsetOf = (problem: Problem): number | undefined => problem.offset ?? offsets.get(problem);
  const positions = positionsOf(
    text,
    problems.flatMap((problem) => offsetOf(problem) ?? []),
  );
  return problems.map((problem) => {
    const position = positions.get(offsetOf(problem) ?? -1);
    return {
      path: formatPath([...origin.at, ...problem.path]),
      ...(origin.file !== undefined && { file: origin.file }),
      ...(position && from(origin, position)),
      message: problem.message,
    };
  });
}

function from(origin: Origin, { line, column }: Position): Position {
  return { line: origin.line + line - 1, column: line === 1 ? origin.column + column - 1 : column };
}
