/** Gathers one kind of a run's rows: each read by itself, later ones replacing earlier ones of the same identity. */

import type { RowReading } from '../domain/formats/format.ts';
import type { FileMessage, SideFile } from '../domain/ledger.ts';
import { countProblems, PROBLEM_LIMIT, type Path, type Problem } from '../domain/problem.ts';
import type { Line, TextReader } from './ports.ts';

/** What came of a run's images, or of its series. */
export type Collected<Row> = {
  rows: Row[];
  /** At most `PROBLEM_LIMIT` of each are told; the count says how many there were. */
  errors: FileMessage[];
  errorCount: number;
  warnings: FileMessage[];
  warningCount: number;
  /** Where the rows came from one. */
  sideFile?: SideFile;
  /** The side file is not there yet, or still being written. */
  incomplete: boolean;
};

/** How one kind of row is read, and what makes two of them the same. */
export type RowKind<Row> = {
  read: (value: unknown, at: Path) => RowReading<Row>;
  identity: (row: Row) => string;
};

/** In a side file its place is found at once, since the line is not kept; in the run file, at the end. */
type Finding = { problem: Problem } | { message: FileMessage };

export type RowCollector<Row> = {
  /** @param line the one of the side file that the row stands on */
  take: (value: unknown, at: Path, line?: Line) => void;
  warn: (problems: readonly Problem[], line?: Line) => void;
  /** @param ownText of the run file */
  finish: (ownText: string) => Collected<Row>;
};

/** @param sideFile its path, if the rows are in one */
export function collectRows<Row>(
  { read, identity }: RowKind<Row>,
  text: TextReader,
  sideFile?: string,
): RowCollector<Row> {
  const rows: Row[] = [];
  const positions = new Map<string, number>();
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  let errorCount = 0;
  let warningCount = 0;

  function findingOf(problem: Problem, line: Line | undefined): Finding {
    if (line === undefined) return { problem };
    const [place = { path: '', message: problem.message }] = text.locate(line.text, [problem]);
    return { message: { ...place, line: line.number, ...(sideFile !== undefined && { file: sideFile }) } };
  }

  function place(findings: readonly Finding[], ownText: string): FileMessage[] {
    const own = findings.flatMap((finding) => ('problem' in finding ? finding.problem : []));
    const beside = findings.flatMap((finding) => ('message' in finding ? finding.message : []));
    return [...text.locate(ownText, own), ...beside];
  }

  function reject(problems: readonly Problem[], line?: Line): void {
    errorCount += countProblems(problems);
    for (const problem of problems) if (errors.length < PROBLEM_LIMIT) errors.push(findingOf(problem, line));
  }

  function warn(problems: readonly Problem[], line?: Line): void {
    warningCount += countProblems(problems);
    for (const problem of problems)
      if (warnings.length < PROBLEM_LIMIT) warnings.push(findingOf(problem, line));
  }

  return {
    warn,
    take: (value, at, line) => {
      const reading = read(value, at);
      reject(reading.problems, line);
      warn(reading.warnings, line);
      for (const row of reading.rows) {
        const key = identity(row);
        const earlier = positions.get(key);
        if (earlier === undefined) {
          positions.set(key, rows.length);
          rows.push(row);
        } else {
          rows[earlier] = row;
          warn([{ path: at, message: `${key} was there before; this later row replaces it` }], line);
        }
      }
    },
    finish: (ownText) => ({
      rows,
      errors: place(errors, ownText),
      errorCount,
      warnings: place(warnings, ownText),
      warningCount,
      incomplete: false,
    }),
  };
}
