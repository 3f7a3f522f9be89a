/** The generated part of `docs/indices.md`: one table for each index. */

import type { Descriptions } from './descriptions.ts';
import type { MappedField } from './mapped-fields.ts';

export type DescribedIndex = { index: string; fields: readonly MappedField[]; described: Descriptions };

const START = '<!-- Generated from mappings/ by "npm run indices": do not edit. -->';
const END = '<!-- End of what is generated. -->';

/**
 * @param page the text of the page, with the two marks
 * @returns the page with what lies between the marks made anew
 */
export function withTables(page: string, indices: readonly DescribedIndex[]): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start === -1 || end < start) throw new Error(`The page has not both of ${START} and ${END}.`);
  const sections = indices.map(sectionOf);
  return [page.slice(0, start) + START, ...sections, page.slice(end)].join('\n\n');
}

function sectionOf({ index, fields, described }: DescribedIndex): string {
  const rows = fields.map((field) => {
    const { meaning = '', unit = '' } = described.fields[field.path] ?? {};
    return [`\`${field.path}\``, typeOf(field), unit, meaning].map(escaped);
  });
  return [
    `### ${index}`,
    `One document per ${described.document}.`,
    table(['field', 'type', 'unit', 'meaning'], rows),
  ].join('\n\n');
}

const NOTES = { indexed: '', unindexed: ', not indexed', none: ', stored only' };

function typeOf({ type, search }: MappedField): string {
  return type + NOTES[search];
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Padded as the formatter pads it, so that what is generated is formatted. */
function table(head: readonly string[], rows: readonly string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
