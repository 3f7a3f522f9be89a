import { watchFolders } from '../../adapters/fs/watch-folders.ts';
import { watchWithChokidar } from '../../adapters/fs/watch.ts';
import type { Watcher } from '../../ingest/ports/folder.ts';

/** Linux tells of the files of a watched folder by name; what other systems tell, chokidar knows. */
export function watcherFor(platform: NodeJS.Platform): Watcher {
  return platform === 'linux' ? watchFolders : watchWithChokidar;
}
