import type { Log } from '../ports/log.ts';
import type { Scan } from '../ports/folder.ts';

/** Logs once for each file that it cannot be read because its name is not UTF-8. */
export function createMisnamed(log: Log): (scan: Scan & { type: 'scanned' }) => void {
  const told = new Set<string>();
  return ({ misnamed }) => {
    for (const path of misnamed) {
      if (told.has(path)) continue;
      told.add(path);
      log.warn({ path }, 'The name of a file is not UTF-8. Rename the file to have it read');
    }
  };
}
