import { stringify } from 'csv-stringify/sync';

/**
 * CSV by RFC 4180: a header line with the keys of the columns, CRLF line ends, numbers in full precision, empty cells for
 * missing values, lists and objects as JSON.
 */
export function renderCsv(
  columns: readonly { key: string }[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  return stringify(
    [columns.map(({ key }) => defuse(key)), ...rows.map((row) => columns.map(({ key }) => cell(row[key])))],
    { record_delimiter: 'windows' },
  );
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return defuse(typeof value === 'string' ? value : JSON.stringify(value));
}

/**
 * Spreadsheets evaluate a cell that begins like this as a formula, and names come from everyone who can write into the
 * folder. A leading apostrophe makes it text. Numbers are harmless.
 */
function defuse(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text;
}
