import { relative, sep } from 'node:path';
import { watch } from 'chokidar';
import type { Watcher } from '../../ingest/ports.ts';
import { isVisible } from '../../domain/candidates.ts';

/** Watches with chokidar. It misses some changes under load, so that its events only hint. */
export const watchWithChokidar: Watcher = (root, hint, failed) => {
  const below = (path: string) => relative(root, path).split(sep).join('/');
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => path !== root && !below(path).split('/').every(isVisible),
  });
  watcher.on('add', (path) => hint(below(path)));
  watcher.on('change', (path) => hint(below(path)));
  watcher.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
  return { close: () => watcher.close() };
};
