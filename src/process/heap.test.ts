import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a program in a process of its own, and returns the number that it prints. */
function run(calls: readonly string[], program: string): number {
  const heap = JSON.stringify(new URL('./heap.ts', import.meta.url).href);
  const text = `
    import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
    import * as heap from ${heap};
    ${calls.map((name) => `heap.${name}();`).join('\n')}
    ${program}
  `;
  const args = ['--expose-gc', '--input-type=module', '--eval', text];
  return Number(execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
}

test('the young generation stays small however much lives for a moment', () => {
  const program = `
    let alive = [];
    for (let n = 0; n < 500_000; n += 1) {
      alive.push([n]);
      if (alive.length > 200_000) alive = [];
    }
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    process.stdout.write(String(young.space_size));
  `;
  // A collection under way takes up to four times the limit. By itself it grows to 67 MB here.
  expect(run(['limitYoungGeneration'], program)).toBeLessThan(run([], program) / 3);
});

test('garbage of the old generation is collected sooner', () => {
  const program = `
    const fill = (length) => Array.from({ length }, (_, n) => ({ n, text: 'x' + n }));
    const staying = fill(100_000);
    gc();
    const bytes = getHeapStatistics().used_heap_size;
    let most = 0;
    for (let round = 0; round < 60; round += 1) {
      staying[round] = fill(20_000);
      if (round > 0) staying[round - 1] = undefined;
      most = Math.max(most, getHeapStatistics().used_heap_size);
    }
    process.stdout.write(String(most / bytes));
  `;
  const young = ['limitYoungGeneration'];
  // 2.0 to 2.4 times what stays alive, and 4.3 times by itself.
  expect(run([...young, 'limitGrowth'], program)).toBeLessThan(run(young, program) / 1.4);
});
