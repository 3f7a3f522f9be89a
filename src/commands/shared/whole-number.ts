import { InvalidArgumentError } from '@commander-js/extra-typings';

/** The most documents that one search returns; Elasticsearch's own limit. */
export const MOST_ROWS = 10_000;

/** A parser for options whose value is a whole number from 1 to `most`. */
export function wholeNumberUpTo(most: number) {
  return (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1 || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    }
    return number;
  };
}
