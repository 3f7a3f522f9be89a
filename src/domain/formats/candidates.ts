/** Which files count: `*.json` and `*.json.gz`, nothing hidden, nothing that is still being written under another name. */

/** @param path relative to the watched folder, with `/` */
export function isCandidate(path: string): boolean {
  return path.split('/').every(isVisible) && /\.json(\.gz)?$/i.test(path);
}

/** Hidden files are being written; hidden folders hold checkpoints, repositories and caches, not results. */
export function isVisible(name: string): boolean {
  return !name.startsWith('.');
}
