export type FolderJobs<Folder> = {
  /** Starts a job for the folder, or adds the name to the next one. */
  add: (folder: Folder, name?: string) => void;
  /** Cancels the next job of the folder. The current one is not interrupted. */
  cancel: (folder: Folder) => void;
};

/** The system has four threads for files, which other work needs too. */
const JOBS_AT_ONCE = 8;

/**
 * Runs one job per folder at a time, so that a late answer never overrides a newer one. Names that are added during a job
 * are collected in a set for the next one.
 *
 * @param work does not throw
 */
export function createFolderJobs<Folder>(
  work: (folder: Folder, names: ReadonlySet<string>) => Promise<void>,
): FolderJobs<Folder> {
  const waiting = new Map<Folder, Set<string>>();
  const busy = new Set<Folder>();

  function start(): void {
    for (const [folder, names] of waiting) {
      if (busy.size >= JOBS_AT_ONCE) return;
      if (busy.has(folder)) continue;
      waiting.delete(folder);
      void run(folder, names);
    }
  }

  async function run(folder: Folder, names: ReadonlySet<string>): Promise<void> {
    busy.add(folder);
    await work(folder, names);
    busy.delete(folder);
    start();
  }

  return {
    add: (folder, name) => {
      const names = waiting.get(folder) ?? new Set();
      if (name !== undefined) names.add(name);
      waiting.set(folder, names);
      start();
    },
    cancel: (folder) => waiting.delete(folder),
  };
}
