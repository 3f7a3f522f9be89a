/**
 * Text from outside (names, paths, messages) for one line of a terminal. Control characters, which could move the cursor or
 * hide other text, become spaces.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** The same for text of several lines, which are kept. */
export function cleanLines(text: string): string {
  return text.split('\n').map(oneLine).join('\n');
}

/** The text, or the beginning and the end of a text that is longer than `most` UTF-16 units. */
export function bothEnds(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`.toWellFormed();
}

/** The text for a missing value. */
const MISSING = '–';

const DECIMALS = 6;
const SMALL = 1e-4;

/**
 * A number for people: at most six decimals and no trailing zeros. Smaller numbers (learning rates, losses near the
 * optimum) keep six significant digits.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const short = Math.abs(value) < SMALL ? value.toPrecision(DECIMALS) : value.toFixed(DECIMALS);
  return String(Number(short));
}

/** Any value for people, on one line. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return MISSING;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.length === 0 ? MISSING : value.map(formatValue).join(', ');
  return oneLine(JSON.stringify(value));
}

/** Breaks text into lines of at most `width` characters: at spaces if there are any, else anywhere. */
export function wrap(text: string, width: number): string[] {
  const characters = Array.from(text);
  const lines: string[] = [];
  let start = 0;
  while (characters.length - start > width) {
    const space = characters.slice(start, start + width + 1).lastIndexOf(' ');
    const end = start + (space > 0 ? space : width);
    lines.push(characters.slice(start, end).join(''));
    start = space > 0 ? end + 1 : end;
  }
  return [...lines, characters.slice(start).join('')];
}
