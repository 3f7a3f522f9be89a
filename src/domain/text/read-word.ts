import { cutOff, fault, type Fault } from './fault.ts';
import { quoted, readNumber } from './number.ts';

/** `note` is a warning about the value, `problem` says why it cannot be used. */
export type WordReading = { type: 'word'; value: unknown; end: number; note?: string; problem?: string };

const LITERALS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads the number or word at `start` (of at least one character), in text that ends at `limit`. */
export function readWord(text: string, start: number, limit: number): WordReading | Fault {
  const end = endOfWord(text, start, limit);
  const word = text.slice(start, end);
  const literal = LITERALS.get(word);
  if (literal !== undefined) return { type: 'word', value: literal, end };
  if (NUMBER.test(word)) {
    const number = readNumber(word);
    if (number.type === 'refused') return { type: 'word', value: undefined, end, problem: number.message };
    return { type: 'word', value: number.value, end, ...(number.type === 'noted' && { note: number.note }) };
  }
  if (end === limit && isBeginning(word)) return cutOff(limit, `"${quoted(word)}"`);
  return fault(start, notAValue(word));
}

/** The offset after everything that is not blank and means nothing in JSON's grammar by itself. */
export function endOfWord(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && !endsWord(text.charCodeAt(at))) at += 1;
  return at;
}

function endsWord(code: number): boolean {
  switch (code) {
    case 32:
    case 9:
    case 10:
    case 13:
    case 34 /* " */:
    case 44 /* , */:
    case 58 /* : */:
    case 91 /* [ */:
    case 93 /* ] */:
    case 123 /* { */:
    case 125 /* } */:
      return true;
    default:
      return false;
  }
}

/** Whether something good may begin like this: one more digit makes a number of `-`, `1.` and `1e+`. */
function isBeginning(word: string): boolean {
  return NUMBER.test(`${word}0`) || [...LITERALS.keys()].some((literal) => literal.startsWith(word));
}

const INSTEAD = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
  ['none', 'null'],
  ['undefined', 'null'],
  ['nan', 'NaN'],
  ['-nan', 'NaN'],
  ['+nan', 'NaN'],
  ['inf', 'Infinity'],
  ['+inf', 'Infinity'],
  ['infinity', 'Infinity'],
  ['+infinity', 'Infinity'],
  ['-inf', '-Infinity'],
  ['-infinity', '-Infinity'],
]);

function notAValue(word: string): string {
  const instead = INSTEAD.get(word.toLowerCase());
  const shown = quoted(word);
  if (instead !== undefined) return `${shown} is not JSON: write ${instead}`;
  if (/^[-+]?0\d/.test(word)) return `${shown} is not a number in JSON: it may not begin with a 0`;
  if (/^\+[\d.]/.test(word)) return `${shown} is not a number in JSON: it may not begin with a +`;
  if (/^-?\.\d/.test(word)) return `${shown} is not a number in JSON: a digit is missing before the point`;
  if (/^-?\d+\.(?!\d)/.test(word))
    return `${shown} is not a number in JSON: a digit is missing after the point`;
  if (/^[-+]?\d/.test(word)) return `${shown} is not a number in JSON`;
  return `${shown} is not JSON: text needs double quotes`;
}
