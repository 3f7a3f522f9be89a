/**
 * Watches of the system (inotify), one for each visible folder below a root.
 *
 * A folder:
 *
 *   found ──watched──▶ listed: all that is in it is hinted at, unless it was there from the beginning;
 *     ▲                  │     folders in it are found
 *     │                  ▼
 *     │                quiet ◀──────── looked at: folders at the names are found anew, or gone
 *     │                  │                 ▲
 *     │                  └── told of names ┘   many names: the folder is listed again, instead of a look at each
 *     │
 *     ├── its name is told of, and it is another: a folder made anew has its predecessor's name, often its inode too
 *     ├── it may not be read, and its permissions or those of a folder above it change
 *     │
 *   gone: its watch is closed, and those of all below it
 *
 * It is watched before it is listed, so that whatever is put into it is listed or told of. Its names are looked at one
 * job at a time, so that a late answer never overrides a newer one; what is told meanwhile waits as a set of names,
 * however often it is told.
 */

import { lstat, lstatSync, watch, type Dirent, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isVisible } from '../../domain/formats/candidates.ts';

export type TreeEvents = {
  /** Something may have happened at this path. */
  hint: (path: string) => void;
  /** All folders that were there at the beginning have been listed. */
  listed: () => void;
  /** The root, or a folder in it, is not watched or not listed; the others are. ENOENT, ENOTDIR: there is no root. */
  failed: (error: NodeJS.ErrnoException) => void;
  /** Events may have been lost, or the root is another one: what is watched may no longer be what is there. */
  doubtful: () => void;
};

type Watched = {
  /** Relative to the root, with `/`; the root's is empty. */
  path: string;
  parent: Watched | undefined;
  watch: FSWatcher | undefined;
  folders: Map<string, Watched>;
  /** How many names it had when it was listed last. */
  size: number;
  isListed: boolean;
  /** Found by the first walk: of what is in it, nobody has to be told. */
  isInitial: boolean;
  /** Which folder is watched; not known where it was exchanged for another at that moment. */
  identity: string | undefined;
  isGone: boolean;
};

/** The system's threads for files are four, and others need them too. */
const JOBS_AT_ONCE = 8;

/** A look at one name takes as long as listing about so many. */
const NAMES_PER_LOOK = 10;

/** The system keeps 16,384 events unless configured otherwise. Nobody tells here that it dropped some: many at once do. */
const EVENTS_AT_ONCE = 8192;

/** Begins to watch. Nothing is told after `close`, which ends all watches. */
export function watchTree(root: string, events: TreeEvents): { close: () => void } {
  const waiting = new Map<Watched, Set<string>>();
  const busy = new Set<Watched>();
  /** Paths that may not be watched, read or looked at, each with the folder that it is in. */
  const refused = new Map<string, Watched>();
  let initial = 0;
  let eventsAtOnce = 0;
  const top = watched('', undefined, true);
  if (begin(top)) tendSoon(top);

  /** Watches what seems to be a folder, instead of whatever was watched at its path. */
  function find(folder: Watched, name: string, isInitial: boolean): void {
    const found = watched(pathIn(folder, name), folder, isInitial);
    const before = folder.folders.get(name);
    folder.folders.set(name, found);
    const hasBegun = begin(found);
    // Only now: where both are the same folder, the system's watch is theirs together, and never ceases.
    if (before !== undefined) leave(before);
    if (hasBegun) tendSoon(found);
  }

  /** @returns whether it is to be listed: also when there are no more watches, for what is in it now */
  function begin(folder: Watched): boolean {
    if (folder.isInitial) initial += 1;
    const path = join(root, folder.path);
    const before = identityOf(path);
    try {
      folder.watch = watch(path, (type, name) => told(folder, type, name));
      folder.watch.on('error', (error) => fail(folder, error));
      if (identityOf(path) === before) folder.identity = before;
    } catch (error) {
      fail(folder, error as NodeJS.ErrnoException);
    }
    return !folder.isGone;
  }

  function told(folder: Watched, type: string, name: string | null): void {
    if (folder.isGone || name === null) return;
    countEvent();
    if (isVisible(name)) {
      const path = pathIn(folder, name);
      events.hint(path);
      if (refused.size > 0) retry(path);
      if (type === 'rename') tendSoon(folder, name);
    }
    // A folder that goes, or whose device goes, tells so under its own name.
    if (type !== 'rename' || name !== basename(join(root, folder.path)) || folder.isGone) return;
    if (folder.parent !== undefined) tendSoon(folder.parent, name);
    else if (!isStill(folder)) events.doubtful();
  }

  /** All that the system has kept comes within one turn. */
  function countEvent(): void {
    if (eventsAtOnce === 0) setImmediate(() => (eventsAtOnce = 0));
    eventsAtOnce += 1;
    if (eventsAtOnce === EVENTS_AT_ONCE) events.doubtful();
  }

  /** The permissions of this path may be others now. */
  function retry(changed: string): void {
    for (const [path, folder] of refused)
      if (path === changed || path.startsWith(`${changed}/`)) tendSoon(folder, basename(path));
  }

  function tendSoon(folder: Watched, name?: string): void {
    const names = waiting.get(folder) ?? new Set();
    if (name !== undefined) names.add(name);
    waiting.set(folder, names);
    startJobs();
  }

  function startJobs(): void {
    for (const [folder, names] of waiting) {
      if (busy.size >= JOBS_AT_ONCE) return;
      if (busy.has(folder)) continue;
      waiting.delete(folder);
      void tend(folder, names);
    }
  }

  async function tend(folder: Watched, names: ReadonlySet<string>): Promise<void> {
    busy.add(folder);
    if (!folder.isListed || names.size * NAMES_PER_LOOK > folder.size) await list(folder, names);
    else for (const name of names) await look(folder, name);
    busy.delete(folder);
    startJobs();
  }

  async function look(folder: Watched, name: string): Promise<void> {
    const path = pathIn(folder, name);
    const kind = await kindOf(join(root, path));
    if (folder.isGone) return;
    refused.delete(path);
    const known = folder.folders.get(name);
    if (kind === 'folder' && known !== undefined && isStill(known)) return;
    if (kind === 'folder') find(folder, name, false);
    else if (kind === 'refused') refused.set(path, folder);
    else if (kind === 'other') leave(known);
    else events.failed(kind);
  }

  async function list(folder: Watched, names: ReadonlySet<string>): Promise<void> {
    const isFirst = !folder.isListed;
    folder.isListed = true;
    const entries = await entriesOf(join(root, folder.path));
    if (!Array.isArray(entries)) fail(folder, entries);
    else if (!folder.isGone) {
      folder.size = entries.length;
      const missing = new Map(folder.folders);
      for (const entry of entries) {
        const { name } = entry;
        if (!isVisible(name)) continue;
        if (isFirst && !folder.isInitial) events.hint(pathIn(folder, name));
        if (!entry.isDirectory()) continue;
        missing.delete(name);
        const known = folder.folders.get(name);
        if (known !== undefined && (!names.has(name) || isStill(known))) continue;
        refused.delete(pathIn(folder, name));
        find(folder, name, isFirst && folder.isInitial);
      }
      for (const gone of missing.values()) leave(gone);
    }
    if (isFirst) countDown(folder);
  }

  function countDown({ isInitial }: Watched): void {
    if (!isInitial) return;
    initial -= 1;
    if (initial === 0 && !top.isGone) events.listed();
  }

  function fail(folder: Watched, error: NodeJS.ErrnoException): void {
    if (folder.isGone) return;
    const { parent, path } = folder;
    const isRefused = error.code === 'EACCES';
    if (parent === undefined || !(isRefused || isGone(error))) events.failed(error);
    else {
      leave(folder);
      if (!isRefused) return;
      // When it may be read, the folder that it is in tells so, or the one above. Until then somebody has to know.
      refused.set(path, parent);
      events.failed(error);
    }
  }

  /**
   * What is at its path is what is watched. A folder whose times or permissions change is told of like one that is exchanged,
   * and whoever copies with `rsync -a` changes them each time.
   */
  function isStill(folder: Watched): boolean {
    return folder.identity !== undefined && identityOf(join(root, folder.path)) === folder.identity;
  }

  function leave(folder: Watched | undefined): void {
    if (folder === undefined || folder.isGone) return;
    const { parent, path } = folder;
    folder.isGone = true;
    folder.watch?.close();
    waiting.delete(folder);
    if (parent?.folders.get(basename(path)) === folder) parent.folders.delete(basename(path));
    for (const inner of folder.folders.values()) leave(inner);
    for (const [refusedPath, container] of refused) if (container === folder) refused.delete(refusedPath);
    if (!folder.isListed) countDown(folder);
  }

  return { close: () => leave(top) };
}

function watched(path: string, parent: Watched | undefined, isInitial: boolean): Watched {
  const state = { size: 0, isListed: false, isInitial, identity: undefined, isGone: false };
  return { path, parent, watch: undefined, folders: new Map(), ...state };
}

function pathIn({ path }: Watched, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

/** With a callback, because the promises of `node:fs` take twice the processor time. */
function kindOf(path: string): Promise<'folder' | 'refused' | 'other' | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    lstat(path, (error, stats) => {
      if (error !== null) resolve(isGone(error) ? 'other' : error.code === 'EACCES' ? 'refused' : error);
      else resolve(stats.isDirectory() ? 'folder' : 'other');
    });
  });
}

async function entriesOf(path: string, timesLeft = 3): Promise<Dirent[] | NodeJS.ErrnoException> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    // Where a file system does not say what an entry is, each is looked at: one of them went meanwhile, not the folder.
    return failure.syscall === 'lstat' && timesLeft > 0 ? entriesOf(path, timesLeft - 1) : failure;
  }
}

/** Made again, a folder often gets the number of its predecessor, but is born later. Undefined where the system cannot tell. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino, birthtimeNs } = lstatSync(path, { bigint: true });
    return birthtimeNs === 0n ? undefined : `${dev} ${ino} ${birthtimeNs}`;
  } catch {
    return undefined;
  }
}

/** Whether the system says that there is no such folder. */
export function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}
