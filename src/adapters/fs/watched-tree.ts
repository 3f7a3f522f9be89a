/**
 * Watches of the system (inotify), one for each visible folder below a root.
 *
 * A folder:
 *
 *   found ──watch──▶ listed: all its entries are hinted at, unless it was there from the beginning;
 *     ▲                │     folders in it are found
 *     │                ▼
 *     │              quiet ◀─────── checked: folders with these names are found again, or gone
 *     │                │                ▲
 *     │                └─ names reported ┘   if there are many, the folder is listed instead
 *     │
 *     ├── its name is reported, and its path leads to another folder
 *     ├── it may not be read, and its permissions or those of a folder above it change
 *     │
 *   gone: its watch and the watches of all folders below it are closed
 *
 * A folder is watched before it is listed, so that everything put into it is either listed or reported.
 */

import { watch, type FSWatcher } from 'node:fs';
import { basename, join } from 'node:path';
import { isVisible } from '../../domain/formats/visible.ts';
import { createFolderJobs, type FolderJobs } from './folder-jobs.ts';
import { entriesOf, identityOf, kindOf } from './look-at-folder.ts';
import { isGone, isRefused } from './system-error.ts';

export type TreeEvents = {
  /** Something may have happened at this path, relative to the root. */
  hint: (path: string) => void;
  /** All folders that were there at the beginning have been listed. */
  listed: () => void;
  /** The root, or a folder in it, cannot be watched or listed. ENOENT, ENOTDIR: there is no root. */
  failed: (error: NodeJS.ErrnoException) => void;
  /** Events may have been lost, or the root is another folder: the watches may be out of date. */
  doubtful: () => void;
};

type Folder = {
  /** Relative to the root, with `/`; the root's is empty. */
  path: string;
  parent: Folder | undefined;
  watch: FSWatcher | undefined;
  folders: Map<string, Folder>;
  /** The number of entries when it was last listed. */
  size: number;
  isListed: boolean;
  /** Found by the first walk: its entries are not hinted at. */
  isInitial: boolean;
  /** See {@link identityOf}; undefined also if the folder was exchanged while its watch began. */
  identity: string | undefined;
  isGone: boolean;
};

type Tree = {
  root: string;
  events: TreeEvents;
  jobs: FolderJobs<Folder>;
  /** Paths that may not be watched, read or checked, each with the folder that contains it. */
  refused: Map<string, Folder>;
  /** How many folders of the first walk are still to be listed. */
  initial: number;
  eventsInTurn: number;
};

/** To check one name takes as long as to list about so many. */
const NAMES_PER_CHECK = 10;

/** The system keeps 16,384 events unless configured otherwise, and Node.js does not report that it has dropped some. */
const EVENTS_IN_TURN = 8192;

/**
 * Begins to watch.
 *
 * @returns `close`, which ends all watches; no event follows it
 */
export function watchTree(root: string, events: TreeEvents): { close: () => void } {
  const jobs = createFolderJobs<Folder>((folder, names) => tend(tree, folder, names));
  const tree: Tree = { root, events, jobs, refused: new Map(), initial: 0, eventsInTurn: 0 };
  const top = newFolder('', undefined, true);
  if (begin(tree, top)) jobs.add(top);
  return { close: () => leave(tree, top) };
}

/** Watches the folder that has been found at a name, and no longer the one that had the name before. */
function find(tree: Tree, parent: Folder, name: string, isInitial: boolean): void {
  const found = newFolder(pathIn(parent, name), parent, isInitial);
  const before = parent.folders.get(name);
  parent.folders.set(name, found);
  const hasBegun = begin(tree, found);
  // After the new watch has begun: if both are the same folder, they share one watch of the system, which must not end.
  if (before !== undefined) leave(tree, before);
  if (hasBegun) tree.jobs.add(found);
}

/** @returns whether the folder should be listed, which is the case even if the system has no watches left */
function begin(tree: Tree, folder: Folder): boolean {
  if (folder.isInitial) tree.initial += 1;
  const path = join(tree.root, folder.path);
  const before = identityOf(path);
  try {
    folder.watch = watch(path, (type, name) => reported(tree, folder, type, name));
    folder.watch.on('error', (error) => fail(tree, folder, error));
    if (identityOf(path) === before) folder.identity = before;
  } catch (error) {
    fail(tree, folder, error as NodeJS.ErrnoException);
  }
  return !folder.isGone;
}

/** The system has reported an event in a folder. */
function reported(tree: Tree, folder: Folder, type: string, name: string | null): void {
  if (folder.isGone || name === null) return;
  countEvent(tree);
  if (isVisible(name)) {
    const path = pathIn(folder, name);
    tree.events.hint(path);
    retryRefused(tree, path);
    if (type === 'rename') tree.jobs.add(folder, name);
  }
  // A folder that is removed, or whose device is, is reported under its own name.
  if (type !== 'rename' || name !== basename(join(tree.root, folder.path)) || folder.isGone) return;
  if (folder.parent !== undefined) tree.jobs.add(folder.parent, name);
  else if (!isStill(tree, folder)) tree.events.doubtful();
}

/** Node.js reports all events that the system has kept in one turn of its loop. */
function countEvent(tree: Tree): void {
  if (tree.eventsInTurn === 0) setImmediate(() => (tree.eventsInTurn = 0));
  tree.eventsInTurn += 1;
  if (tree.eventsInTurn === EVENTS_IN_TURN) tree.events.doubtful();
}

/** The permissions of the changed path, and so of paths below it, may be others now. */
function retryRefused({ refused, jobs }: Tree, changed: string): void {
  for (const [path, folder] of refused)
    if (path === changed || path.startsWith(`${changed}/`)) jobs.add(folder, basename(path));
}

async function tend(tree: Tree, folder: Folder, names: ReadonlySet<string>): Promise<void> {
  if (!folder.isListed || names.size * NAMES_PER_CHECK > folder.size) await list(tree, folder, names);
  else for (const name of names) await check(tree, folder, name);
}

async function check(tree: Tree, folder: Folder, name: string): Promise<void> {
  const path = pathIn(folder, name);
  const kind = await kindOf(join(tree.root, path));
  if (folder.isGone) return;
  tree.refused.delete(path);
  const known = folder.folders.get(name);
  if (kind === 'folder' && known !== undefined && isStill(tree, known)) return;
  if (kind === 'folder') find(tree, folder, name, false);
  else if (kind === 'refused') tree.refused.set(path, folder);
  else if (kind === 'other') leave(tree, known);
  else tree.events.failed(kind);
}

/** @param names whose folders may have been exchanged for others since the last list */
async function list(tree: Tree, folder: Folder, names: ReadonlySet<string>): Promise<void> {
  const isFirst = !folder.isListed;
  folder.isListed = true;
  const entries = await entriesOf(join(tree.root, folder.path));
  if (!Array.isArray(entries)) fail(tree, folder, entries);
  else if (!folder.isGone) {
    folder.size = entries.length;
    const missing = new Map(folder.folders);
    for (const entry of entries) {
      const { name } = entry;
      if (!isVisible(name)) continue;
      if (isFirst && !folder.isInitial) tree.events.hint(pathIn(folder, name));
      if (!entry.isDirectory()) continue;
      missing.delete(name);
      const known = folder.folders.get(name);
      if (known !== undefined && (!names.has(name) || isStill(tree, known))) continue;
      tree.refused.delete(pathIn(folder, name));
      find(tree, folder, name, isFirst && folder.isInitial);
    }
    for (const gone of missing.values()) leave(tree, gone);
  }
  if (isFirst) countDown(tree, folder);
}

function countDown(tree: Tree, folder: Folder): void {
  if (!folder.isInitial) return;
  tree.initial -= 1;
  const isClosed = rootOf(folder).isGone;
  if (tree.initial === 0 && !isClosed) tree.events.listed();
}

function rootOf(folder: Folder): Folder {
  return folder.parent === undefined ? folder : rootOf(folder.parent);
}

function fail(tree: Tree, folder: Folder, error: NodeJS.ErrnoException): void {
  if (folder.isGone) return;
  const { parent, path } = folder;
  if (parent === undefined || !(isRefused(error.code) || isGone(error.code))) tree.events.failed(error);
  else {
    leave(tree, folder);
    if (!isRefused(error.code)) return;
    // An event in the folder that contains it, or in one above, tells when it may be read. Until then the failure counts.
    tree.refused.set(path, parent);
    tree.events.failed(error);
  }
}

/**
 * Whether the path still leads to the watched folder. The system reports a change of times or permissions, such as
 * `rsync -a` makes each time, in the same way as an exchange.
 */
function isStill({ root }: Tree, folder: Folder): boolean {
  return folder.identity !== undefined && identityOf(join(root, folder.path)) === folder.identity;
}

function leave(tree: Tree, folder: Folder | undefined): void {
  if (folder === undefined || folder.isGone) return;
  const { parent, path } = folder;
  folder.isGone = true;
  folder.watch?.close();
  tree.jobs.cancel(folder);
  if (parent?.folders.get(basename(path)) === folder) parent.folders.delete(basename(path));
  for (const inner of folder.folders.values()) leave(tree, inner);
  for (const [refused, container] of tree.refused) if (container === folder) tree.refused.delete(refused);
  if (!folder.isListed) countDown(tree, folder);
}

function newFolder(path: string, parent: Folder | undefined, isInitial: boolean): Folder {
  const state = { size: 0, isListed: false, isInitial, identity: undefined, isGone: false };
  return { path, parent, watch: undefined, folders: new Map(), ...state };
}

function pathIn({ path }: Folder, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
