/** Whether a path is that of a source or of a folder, or lies below it. Both are relative to the watched folder. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
