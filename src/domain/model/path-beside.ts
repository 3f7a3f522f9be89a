/**
 * Where a relative reference in a file leads: `images/a.png` in `digits/svm.json` → `digits/images/a.png`.
 *
 * Both paths are relative to the watched folder, with `/`; the reference may contain `\` instead. If it leads out of the
 * folder, the result begins with `..`.
 */
export function pathBeside(filePath: string, reference: string): string {
  const folders = filePath.split('/').slice(0, -1);
  for (const part of reference.replaceAll('\\', '/').split('/')) {
    if (part === '..' && folders.length > 0 && folders.at(-1) !== '..') folders.pop();
    else if (part !== '.' && part !== '') folders.push(part);
  }
  return folders.join('/');
}

/** Whether a path that `pathBeside` made leads out of the watched folder. */
export function leavesFolder(path: string): boolean {
  return path === '..' || path.startsWith('../');
}
