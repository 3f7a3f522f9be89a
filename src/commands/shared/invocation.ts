/** How a command is declared and called. Loaded at every start: types only. */

import type { Format } from '../../output/format.ts';
import type { ExitCode, Report } from '../../output/report.ts';
import type { Io } from '../../process/io.ts';

/** The options that every command has. */
export type GlobalOptions = {
  config?: string | undefined;
  elasticsearch?: string | undefined;
  prefix?: string | undefined;
  format?: Format | undefined;
  logLevel?: string | undefined;
  debug?: boolean | undefined;
};

/** What a command is called with, besides its own arguments and options. */
export type Invocation = {
  io: Io;
  options: GlobalOptions;
  /** For a command that has several results: prints one of them. The last one is returned instead. */
  print: (report: Report) => Promise<ExitCode>;
};

/** Calls what a command does, and prints the report that it returns. */
export type Run = (work: (invocation: Invocation) => Promise<Report>) => Promise<void>;
