/** The composition root: a command line → a command → a report → what is printed. */

import { CommanderError } from '@commander-js/extra-typings';
import type { GlobalOptions } from './commands/shared/invocation.ts';
import type { ExitCode, Report } from './output/report.ts';
import type { Io } from './process/io.ts';
import { packageManifest } from './process/package-manifest.ts';
import { createProgram } from './program.ts';

/**
 * Runs the program. Nothing in it ends the process.
 *
 * @param argv the arguments, without Node.js and the script
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { version, bugs } = packageManifest(io.packageFolder);
  let exitCode: ExitCode = 0;
  const program = createProgram(version, async (work, options) => {
    const print = (report: Report) => printed(report, options, io);
    exitCode = await print(await work({ io, options, print }));
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already said what is wrong with the command line. Asking for help is not wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { renderBug } = await import('./output/errors.ts');
    const reportAt = typeof bugs === 'string' ? bugs : bugs?.url;
    io.stderr.write(renderBug(error, { debug: argv.includes('--debug'), reportAt }));
    return 2;
  }
}

/** Prints a report in the form that was asked for. */
async function printed(report: Report, options: GlobalOptions, io: Io): Promise<ExitCode> {
  // Loaded with the command, not before it: help needs no tables.
  const [{ printReport }, { chooseFormat, chooseWidth }, { chooseStyle }] = await Promise.all([
    import('./output/report.ts'),
    import('./output/format.ts'),
    import('./output/style.ts'),
  ]);
  const { stdout, stderr, environment } = io;
  const isTerminal = stdout.isTTY === true;
  const { exitCode, ...text } = await printReport(
    report,
    chooseFormat(options.format, isTerminal),
    chooseWidth(stdout, environment),
    chooseStyle(isTerminal, environment),
  );
  stderr.write(text.stderr);
  stdout.write(text.stdout);
  return exitCode;
}
