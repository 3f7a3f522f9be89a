import { expect, test } from 'vitest';
import { watchFolders } from '../../adapters/fs/watch-folders.ts';
import { watchWithChokidar } from '../../adapters/fs/watch.ts';
import { watcherFor } from './watcher.ts';

test('on Linux only folders are watched; elsewhere chokidar knows what the system tells', () => {
  expect(watcherFor('linux')).toBe(watchFolders);
  for (const platform of ['darwin', 'win32', 'freebsd'] as const)
    expect(watcherFor(platform)).toBe(watchWithChokidar);
});
