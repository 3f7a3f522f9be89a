import CliTable3 from 'cli-table3';
import { plain, type Style } from './style.ts';
import { formatValue, oneLine, wrap } from './text.ts';

type Row = Readonly<Record<string, unknown>>;

export type Column = {
  /** The field of a row, and the name of the column in CSV. */
  key: string;
  title: string;
  /** By default right if all values are numbers, else left. */
  align?: 'left' | 'right';
  /** The value for people. By default numbers are shortened and missing values become `–`. */
  format?: (value: unknown) => string;
};

type Options = { width?: number | undefined; style?: Style };

const DEFAULT_WIDTH = 100;
const GAP = '  ';
const NARROWEST = 12;

const BORDERS = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'right',
  'right-mid',
  'mid',
  'mid-mid',
];
const CHARS = { ...Object.fromEntries(BORDERS.map((name) => [name, ''])), middle: GAP };

/**
 * A header line and one line per row, in aligned columns, with a newline at the end. If a line is longer than `width`,
 * long text is broken within its column. Numbers are never broken.
 *
 * @param options `width` in characters, 100 by default
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  { width = DEFAULT_WIDTH, style = plain }: Options = {},
): string {
  const aligns = columns.map((column) => column.align ?? naturalAlign(column, rows));
  const cells = rows.map((row) =>
    columns.map(({ key, format }) => oneLine((format ?? formatValue)(row[key]))),
  );
  const titles = columns.map(({ title }) => oneLine(title));
  const widths = fit([titles, ...cells], aligns, width);

  const table = new CliTable3({
    head: titles.map((title, index) => wrapTo(title, widths[index], (line) => style('bold', line))),
    colAligns: aligns,
    chars: CHARS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...cells.map((line) => line.map((cell, index) => wrapTo(cell, widths[index]))));
  return `${table.toString().replaceAll(/ +$/gm, '')}\n`;
}

function wrapTo(text: string, width = Infinity, decorate = (line: string) => line): string {
  return wrap(text, width).map(decorate).join('\n');
}

function naturalAlign({ key }: Column, rows: readonly Row[]): 'left' | 'right' {
  const values = rows.map((row) => row[key]).filter((value) => value !== undefined && value !== null);
  return values.length > 0 && values.every((value) => typeof value === 'number') ? 'right' : 'left';
}

/** Per column, the length of the longest part of any cell. */
function widestOf(
  lines: readonly (readonly string[])[],
  parts: (cell: string) => readonly string[],
): number[] {
  return (lines[0] ?? []).map((_, index) =>
    lines
      .flatMap((line) => parts(line[index] ?? ''))
      .reduce((most, part) => Math.max(most, Array.from(part).length), 1),
  );
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, GAP.length * (widths.length - 1));
}

/**
 * Widths of columns with which a line fits: those of the text if possible, else such that words stay whole, else any. A
 * column never becomes too narrow to read, even if the line is too long then.
 */
function fit(
  lines: readonly (readonly string[])[],
  aligns: readonly ('left' | 'right')[],
  available: number,
): number[] {
  const natural = widestOf(lines, (cell) => [cell]);
  const words = widestOf(lines, (cell) => cell.split(' '));
  const breakable = (width: number, least: number, index: number): number =>
    aligns[index] === 'left' ? Math.min(width, Math.max(least, NARROWEST)) : width;

  const whole = natural.map((width, index) => breakable(width, words[index] ?? width, index));
  const broken = natural.map((width, index) => breakable(width, NARROWEST, index));
  return narrow(natural, sum(whole) <= available ? whole : broken, available);
}

/** Narrows the widest columns until the line fits, down to their least widths. */
function narrow(natural: readonly number[], least: readonly number[], available: number): number[] {
  const widths = [...natural];
  while (sum(widths) > available) {
    const spare = widths.map((width, index) => (width > (least[index] ?? width) ? width : 0));
    const widest = Math.max(...spare);
    if (widest === 0) break;
    const index = spare.lastIndexOf(widest);
    // One step brings a text longer than the line to the width of the line.
    widths[index] = Math.max(least[index] ?? 0, Math.min(widest - 1, available));
  }
  return widths;
}
