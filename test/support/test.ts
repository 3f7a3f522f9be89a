import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';

/** Tests with a temporary folder of their own: `folder` is its resolved path. It is deleted after the test. */
// oxlint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are used.
export const test = base.extend('folder', async ({}, { onCleanup }) => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'runlens-test-')));
  onCleanup(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
});
