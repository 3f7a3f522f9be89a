/**
 * What V8 by itself makes of the memory of the machine is more than all else that is needed here. Its sizes can be set on the
 * command line of Node.js alone, but the factors by which they grow can be set here.
 *
 * Where a V8 knows a flag no more, it says so on standard error and all is as it was.
 */

import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Of the young generation, both halves together. */
const YOUNG_BYTES = 4_000_000;

const SHARE_BYTES = 250_000;
const MOST_SHARES = 40;

/**
 * How much the heap may grow before garbage is collected again, in percent of what was alive. By itself V8 lets it become up
 * to four times as large. Less costs time: with 30 many small files took 25 % more, with 60 9 % (docs/speed.md).
 */
const GROWING_PERCENT = 50;

export function limitHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
  limitYoungGeneration();
}

/**
 * By itself V8 lets the young generation grow to 134 MB where the machine has the memory, and gives nothing back. It grows by
 * what stays alive: so some of it does for a moment.
 */
function limitYoungGeneration(): void {
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
