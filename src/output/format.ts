export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** The requested format; by default a table on a terminal, else JSON. */
export function chooseFormat(requested: Format | undefined, isTerminal: boolean): Format {
  return requested ?? (isTerminal ? 'table' : 'json');
}

/**
 * The width of a table in characters: that of the terminal; elsewhere `COLUMNS`, by default without a limit, because
 * programs that read the lines need them unbroken.
 */
export function chooseWidth(
  { isTTY, columns }: { isTTY?: boolean; columns?: number },
  { COLUMNS = '' }: Readonly<Record<string, string | undefined>>,
): number | undefined {
  // A terminal of unknown width has 0 columns.
  if (isTTY === true) return columns === 0 ? undefined : columns;
  return /^[1-9]\d{0,5}$/.test(COLUMNS) ? Number(COLUMNS) : Infinity;
}
