import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** How large the young generation has become, in MB, once half a million objects lived for a while, ten times. */
function grown(first: string): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { limitYoungGeneration } from ${JSON.stringify(new URL('./young-generation.ts', import.meta.url).href)};
    ${first}
    let alive = [];
    for (let n = 0; n < 5e6; n += 1) {
      alive.push([n]);
      if (alive.length > 500_000) alive = [];
    }
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    process.stdout.write(String(space.space_size / 1e6));
  `;
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  return Number(said);
}

test('the young generation stays small, whatever lives for a while', () => {
  const limited = grown('limitYoungGeneration();');
  expect(limited).toBeGreaterThan(0);
  // In the middle of a collection it is up to four times as large for a moment; by itself it grows to 17 and 34 times that.
  expect(limited).toBeLessThan(grown('') / 3);
});
