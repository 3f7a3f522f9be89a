import { watchFolders } from '../../adapters/fs/watch-folders.ts';
import { watchWithChokidar } from '../../adapters/fs/watch.ts';
import type { Watcher } from '../../ingest/ports/folder.ts';

/** Linux reports changes in a watched folder by name. chokidar knows what other systems report. */
export function watcherFor(platform: NodeJS.Platform): Watcher {
  return platform === 'linux' ? watchFolders : watchWithChokidar;
}
