/** Errors and warnings about the rows of a run. */

import type { FileMessage } from '../../ledger/entry.ts';
import { countProblems, PROBLEM_LIMIT, type Problem } from '../../model/problem.ts';
import type { BadRow, RowPlace } from '../../rows/index.ts';

/** At most `PROBLEM_LIMIT` messages of each kind; the counts are of all. */
export type Findings = {
  errors: FileMessage[];
  errorCount: number;
  warnings: FileMessage[];
  warningCount: number;
  /** How many of the errors are about text that is not JSON, and whether the last row is unfinished. */
  malformedCount: number;
  endsEarly: boolean;
};

export function createFindings(): Findings {
  return { errors: [], errorCount: 0, warnings: [], warningCount: 0, malformedCount: 0, endsEarly: false };
}

export function tellBad(findings: Findings, { problems, warnings, malformed }: BadRow, at: RowPlace): void {
  findings.endsEarly = malformed === 'truncated';
  if (malformed !== undefined) findings.malformedCount += countProblems(problems);
  findings.errorCount += countProblems(problems);
  tell(findings.errors, problems, at);
  warn(findings, warnings, at);
}

export function warn(findings: Findings, warnings: readonly Problem[], at: RowPlace): void {
  findings.warningCount += countProblems(warnings);
  tell(findings.warnings, warnings, at);
}

/** Locating is expensive, so it is done only for messages that are kept. */
function tell(told: FileMessage[], problems: readonly Problem[], at: RowPlace): void {
  const some = problems.slice(0, PROBLEM_LIMIT - told.length);
  if (some.length > 0) told.push(...at.locate(some));
}
