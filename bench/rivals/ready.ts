/** What the contenders that have everything ready in memory have in common. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function readBodies(folder: string): Promise<Buffer[]> {
  const names = await readdir(folder);
  return Promise.all(names.toSorted().map((name) => readFile(join(folder, name))));
}

/** Tells the parent that all is ready, and when it lets go, how long the work took. */
export async function whenLetGo(work: () => Promise<void>): Promise<void> {
  const go = new Promise((resolve) => process.once('message', resolve));
  process.send?.('ready');
  await go;
  const begun = performance.now();
  await work();
  process.send?.({ seconds: (performance.now() - begun) / 1000 });
  process.disconnect();
}
