export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** What was asked for; else a table for a person at a terminal, and JSON for the program behind a pipe. */
export const chooseFormat = (requested: Format | undefined, isTerminal: boolean): Format =>
  requested ?? (isTerminal ? 'table' : 'json');
