import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves together. */
const YOUNG_BYTES = 4_000_000;

const SHARE_BYTES = 250_000;
const MOST_SHARES = 40;

/**
 * Limits the young generation of the heap. By itself V8 lets it grow to 134 MB where the machine has the memory, and gives
 * nothing back: more than all else that is needed here. Its largest size can be set on the command line of Node.js alone, but
 * the factor by which it grows can be set here. It grows by what stays alive: so some of it does for a moment.
 *
 * Where a V8 knows the flag no more, it says so on standard error and all is as it was.
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
