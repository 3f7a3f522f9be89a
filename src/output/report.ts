/** The outcome of a command: its result in every format, or why there is none. Printing is done here alone. */

import { renderFailure, type Failure } from './errors.ts';
import type { Format } from './format.ts';
import { renderJson } from './json.ts';
import { plain, type Style } from './style.ts';
import type { Column } from './table.ts';
import { cleanLines, oneLine } from './text.ts';

/** 0: done; 1: done, but some input was rejected or a check failed; 2: not done; 130 and 143: stopped by a signal. */
export type ExitCode = 0 | 1 | 2 | 130 | 143;

export type Section = {
  title?: string;
  columns: readonly Column[];
  rows: readonly Readonly<Record<string, unknown>>[];
  /** More columns for CSV, too wide for a terminal. */
  details?: readonly Column[];
  /** Printed instead of an empty table. */
  empty?: string;
};

export type Report =
  | {
      type: 'result';
      exitCode: ExitCode;
      json: unknown;
      /** CSV shows the first one. Without sections, the result is JSON in every format. */
      sections: readonly Section[];
      /** For people, on standard error, with every format. */
      notes?: readonly string[];
      /** For people, on standard error, except with JSON, where a field has the content. */
      remarks?: readonly string[];
    }
  | { type: 'failure'; exitCode?: ExitCode; failure: Failure };

export type Printed = { stdout: string; stderr: string; exitCode: ExitCode };

/**
 * Renders a report for a terminal, a file or a pipe. What renders a format is loaded only for it.
 *
 * @param width of tables, in characters; undefined: the default
 * @returns the text for each stream, and the exit code; a failure has no text for standard output
 */
export async function printReport(
  report: Report,
  format: Format,
  width: number | undefined,
  style: Style = plain,
): Promise<Printed> {
  if (report.type === 'failure') {
    return { stdout: '', stderr: renderFailure(report.failure), exitCode: report.exitCode ?? 2 };
  }
  const stderr = besides(report, format)
    .map(cleanLines)
    .map((note) => (note.endsWith('\n') ? note : `${note}\n`))
    .join('');
  return { stdout: await renderResult(report, format, width, style), stderr, exitCode: report.exitCode };
}

/** The text for standard error. CSV cannot tell in the result why there is no row. */
function besides(
  { sections, notes = [], remarks = [] }: Report & { type: 'result' },
  format: Format,
): string[] {
  const [first] = sections;
  const why = format === 'csv' && first?.rows.length === 0 && first.empty !== undefined ? [first.empty] : [];
  return [...notes, ...(format === 'json' ? [] : remarks), ...why];
}

async function renderResult(
  { json, sections }: Report & { type: 'result' },
  format: Format,
  width: number | undefined,
  style: Style,
): Promise<string> {
  if (format === 'json' || sections.length === 0) return json === undefined ? '' : renderJson(json);
  const [first] = sections;
  if (format === 'csv') {
    const { renderCsv } = await import('./csv.ts');
    return first === undefined ? '' : renderCsv([...first.columns, ...(first.details ?? [])], first.rows);
  }
  const { renderTable } = await import('./table.ts');
  return sections
    .map((section) =>
      renderSection(section, style, (columns, rows) => renderTable(columns, rows, { width, style })),
    )
    .join('\n');
}

function renderSection(
  { title, columns, rows, empty }: Section,
  style: Style,
  render: (columns: Section['columns'], rows: Section['rows']) => string,
): string {
  const heading = title === undefined ? '' : `${style('cyan', oneLine(title))}\n`;
  if (rows.length === 0 && empty !== undefined) return `${heading}${cleanLines(empty)}\n`;
  return heading + render(columns, rows);
}
