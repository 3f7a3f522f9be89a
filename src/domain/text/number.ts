import { shorten } from '../model/shorten.ts';

/** A number literal as a value; `note` is a warning or, where there is no value to keep, the problem. */
export type NumberReading =
  | { type: 'plain'; value: number }
  | { type: 'noted'; value: number | bigint; note: string }
  | { type: 'refused'; message: string };

const INTEGER = /^-?\d+$/;

/** Python refuses longer integers as well: turning them into a value takes time that grows with the square. */
const LONGEST_INTEGER = 4300;

/**
 * The value of a literal that is a JSON number. Integers that a double cannot hold exactly become bigint.
 * Other decimals are rounded to the nearest double, as everywhere, unless nothing of them would be left.
 */
export function readNumber(literal: string): NumberReading {
  const value = Number(literal);
  if (Number.isSafeInteger(value) && value !== 0) return { type: 'plain', value };
  if (INTEGER.test(literal)) return readInteger(literal, value);
  if (!Number.isFinite(value)) {
    return {
      type: 'refused',
      message: `${quoted(literal)} is too large for a number (the limit is about 1.8e308)`,
    };
  }
  if (value === 0 && /[1-9]/.test(literal.split(/e/i, 1)[0] ?? '')) {
    return { type: 'noted', value, note: `${quoted(literal)} is too small for a number and became 0` };
  }
  return { type: 'plain', value };
}

function readInteger(literal: string, rounded: number): NumberReading {
  if (Number.isSafeInteger(rounded)) return { type: 'plain', value: rounded };
  if (literal.length > LONGEST_INTEGER) {
    return {
      type: 'refused',
      message: `${quoted(literal)} has ${literal.length} digits: too large for a number (at most ${LONGEST_INTEGER} digits)`,
    };
  }
  const exact = BigInt(literal);
  if (Number.isFinite(rounded) && BigInt(rounded) === exact) return { type: 'plain', value: rounded };
  const note = `${quoted(literal)} is beyond 2^53, where numbers lose digits: its digits are kept as text`;
  return { type: 'noted', value: exact, note };
}

/** What is quoted from a file must not flood the message. */
export function quoted(literal: string): string {
  return shorten(literal, 40);
}
