/** Sizes on the command line: `1e5`, `100000` and `100_000` are the same. */

/** A whole number above zero. Throws for anything else, with the option's name. */
export function count(option: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option} needs a whole number above 0, not "${text}".`);
  return value;
}

/** Such numbers, separated by commas. */
export function counts(option: string, text: string): number[] {
  return text.split(',').map((part) => count(option, part.trim()));
}
