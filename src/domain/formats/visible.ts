/** Hidden files are being written; hidden folders hold checkpoints, repositories and caches, not results. */
export function isVisible(name: string): boolean {
  return !name.startsWith('.');
}
