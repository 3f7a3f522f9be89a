import type { Report } from '../../output/report.ts';
import type { Io } from '../../process/io.ts';

/** The report of a command that has nothing to print. */
export const NOTHING_TO_PRINT: Report = { type: 'result', exitCode: 0, json: undefined, sections: [] };

/** The report of a command that a signal has ended before it had a result. */
export function stoppedBySignal({ signalExitCode }: Pick<Io, 'signalExitCode'>): Report {
  return { ...NOTHING_TO_PRINT, exitCode: signalExitCode() };
}
