export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** What was asked for; else a table for a person at a terminal, and JSON for the program behind a pipe. */
export function chooseFormat(requested: Format | undefined, isTerminal: boolean): Format {
  return requested ?? (isTerminal ? 'table' : 'json');
}

/**
 * How many characters a table may be wide: those of the terminal; elsewhere as many as it takes, because whatever reads
 * the lines does not want them folded, unless `COLUMNS` says how many.
 */
export function chooseWidth(
  { isTTY, columns }: { isTTY?: boolean; columns?: number },
  { COLUMNS = '' }: Readonly<Record<string, string | undefined>>,
): number | undefined {
  // A terminal that does not know its width says 0.
  if (isTTY === true) return columns === 0 ? undefined : columns;
  return /^[1-9]\d{0,5}$/.test(COLUMNS) ? Number(COLUMNS) : Infinity;
}
