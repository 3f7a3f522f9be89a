import { expect } from 'vitest';
import type { Manifest } from './manifest.ts';

/** For what takes seconds on an idle machine. A back-off may have grown to a minute, and the machine may be busy. */
export const LONG_ENOUGH = 300_000;

/** For what holds already: only a server that is too busy to be read is given some time. */
export const A_LOOK = 30_000;

/** Waits until what is in Elasticsearch is what the manifest says. Fails with the deviations seen last. */
export async function settled(
  manifest: Manifest,
  { url, prefix }: { url: string; prefix: string },
  timeout = LONG_ENOUGH,
): Promise<void> {
  await expect.poll(() => manifest.problems(url, prefix), { timeout }).toEqual([]);
}
