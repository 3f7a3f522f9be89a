import { expect, vi } from 'vitest';
import type { Manifest } from './manifest.ts';
import { LONG_ENOUGH } from './patience.ts';

/** Waits until what is in Elasticsearch is what the manifest says. Fails with the deviations seen last. */
export async function settled(
  manifest: Manifest,
  { url, prefix }: { url: string; prefix: string },
  patience = LONG_ENOUGH,
): Promise<void> {
  await vi.waitFor(async () => expect(await manifest.problems(url, prefix)).toEqual([]), patience);
}
