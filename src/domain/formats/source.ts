/** Whether a path is that of a source or of a folder, or lies below it. Both are relative to the watched folder. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** A file, with the path of the source that it belongs to. */
export type Member<File> = { source: string; file: File };

/** @returns the sources in the order of their paths, and the files of each in the order of theirs */
export function groupBySource<File extends { path: string }>(
  members: readonly Member<File>[],
): { path: string; files: File[] }[] {
  const inFolders = new Map<string, File[]>();
  const sources: { path: string; files: File[] }[] = [];
  for (const { source, file } of members) {
    const others = inFolders.get(source);
    if (others !== undefined) {
      others.push(file);
      continue;
    }
    const files = [file];
    sources.push({ path: source, files });
    // Most sources are one file: nothing can be added to them.
    if (source !== file.path) inFolders.set(source, files);
  }
  for (const files of inFolders.values()) files.sort(byPath);
  return sources.toSorted(byPath);
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}
