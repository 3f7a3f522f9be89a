/** The results of a benchmark: a table for people, and a JSON file for comparisons. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const results = fileURLToPath(new URL('../results/', import.meta.url));

export type Cell = string | number | undefined;

/** The first column to the left, all others to the right; an absent value is a dash. Ends with a newline. */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows].map((cells) =>
    columns.map((_, column) => {
      const cell = cells[column];
      return typeof cell === 'number' ? readable(cell) : (cell ?? '–');
    }),
  );
  const widths = columns.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const texts = lines.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return `${[texts[0], rule, ...texts.slice(1)].join('\n')}\n`;
}

/** Three digits that count, thousands apart. */
function readable(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', {
    maximumFractionDigits: Number.isInteger(value) ? 0 : digits,
    minimumFractionDigits: Number.isInteger(value) ? 0 : digits,
  });
}

/**
 * Writes `bench/results/<name>.json`, over what is there.
 *
 * @returns the file's path
 */
export function writeResults(name: string, value: unknown): string {
  mkdirSync(results, { recursive: true });
  const path = join(results, `${name}.json`);
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
  return path;
}

/** Whether a target holds, in the words of all the tables. */
export function verdict(isReached: boolean): string {
  return isReached ? 'reached' : 'not reached';
}
