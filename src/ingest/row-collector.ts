/** Gathers one kind of a run's rows: each read by itself, later ones replacing earlier ones of the same identity. */

import type { RowReading } from '../domain/formats/format.ts';
import type { FileMessage, SideFile } from '../domain/ledger.ts';
import { PROBLEM_LIMIT, type Path, type Problem } from '../domain/problem.ts';
import type { TextReader } from './ports.ts';

/** What came of a run's images, or of its series. */
export type Collected<Row> = {
  rows: Row[];
  /** At most `PROBLEM_LIMIT` of each are told; the count says how many there were. */
  errors: FileMessage[];
  errorCount: number;
  warnings: FileMessage[];
  warningCount: number;
  /** The side file, and its content, where the rows came from one. */
  sideFile?: SideFile;
  bytes?: Uint8Array;
  /** The side file is not there yet, or still being written. */
  incomplete: boolean;
};

/** How one kind of row is read, and what makes two of them the same. */
export type RowKind<Row> = {
  read: (value: unknown, at: Path) => RowReading<Row>;
  identity: (row: Row) => string;
};

/** The line of a side file that a row stands on; its number starts at 1. */
export type Line = { number: number; text: string };

type Finding = { problem: Problem; line: Line | undefined };

export type RowCollector<Row> = {
  take: (value: unknown, at: Path, line?: Line) => void;
  warn: (problems: readonly Problem[], line?: Line) => void;
  /** Finds the place of every finding: in the run file's own text, or in the line of the side file. */
  finish: (text: TextReader, ownText: string, sideFile?: string) => Collected<Row>;
};

export function collectRows<Row>({ read, identity }: RowKind<Row>): RowCollector<Row> {
  const rows: Row[] = [];
  const positions = new Map<string, number>();
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  let errorCount = 0;
  let warningCount = 0;

  function reject(problems: readonly Problem[], line?: Line): void {
    errorCount += problems.length;
    for (const problem of problems) if (errors.length < PROBLEM_LIMIT) errors.push({ problem, line });
  }

  function warn(problems: readonly Problem[], line?: Line): void {
    warningCount += problems.length;
    for (const problem of problems) if (warnings.length < PROBLEM_LIMIT) warnings.push({ problem, line });
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
    finish: (text, ownText, sideFile) => ({
      rows,
      errors: place(errors, text, ownText, sideFile),
      errorCount,
      warnings: place(warnings, text, ownText, sideFile),
      warningCount,
      incomplete: false,
    }),
  };
}

function place(
  findings: readonly Finding[],
  text: TextReader,
  ownText: string,
  sideFile?: string,
): FileMessage[] {
  const own = findings.filter(({ line }) => line === undefined).map(({ problem }) => problem);
  const beside = findings.flatMap(({ problem, line }) =>
    line === undefined
      ? []
      : text.locate(line.text, [problem]).map((message) => ({
          ...message,
          line: line.number,
          ...(sideFile !== undefined && { file: sideFile }),
        })),
  );
  return [...text.locate(ownText, own), ...beside];
}
