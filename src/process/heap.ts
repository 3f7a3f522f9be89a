/**
 * Limits V8's heap. A pass over 10^6 image rows then takes 168 MiB of memory, and 324 MiB without (`docs/speed.md`). V8 takes
 * sizes on the command line of Node.js only, but the factors of growth can be set while it runs.
 *
 * A V8 that does not know a flag says so on standard error and ignores it.
 */

import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Of the young generation, both halves together. */
const YOUNG_BYTES = 4_000_000;

const SHARE_BYTES = 250_000;
const MOST_SHARES = 40;

/**
 * How much the heap may grow before the next garbage collection, in percent of what was alive after the last one. V8's own
 * value lets it become four times as large. Lower values cost time: with 30, many small files took 25 % more, with 60 9 %
 * (`docs/speed.md`).
 */
const GROWING_PERCENT = 50;

/** For commands that read many files. Loading the modules is faster without it. */
export function limitGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}

/**
 * By default V8 lets the young generation grow to 134 MB, and never shrinks it. It grows with what is alive, so some objects
 * are kept alive for a moment until it has the wanted size.
 */
export function limitYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
  const alive: unknown[] = [];
  for (let share = 0; share < MOST_SHARES && youngBytes() < YOUNG_BYTES; share += 1)
    alive.push(Array.from({ length: SHARE_BYTES / 32 }, (_, n) => [n]));
  setFlagsFromString('--semi-space-growth-factor=1');
}

function youngBytes(): number {
  return (
    getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? Infinity
  );
}
