/** Which files count: `*.json` and `*.json.gz`, nothing hidden, nothing that is still being written under another name. */
export function isCandidate(name: string): boolean {
  return isVisible(name) && /\.json(\.gz)?$/i.test(name) && !/(\.tmp|\.part|~)$/i.test(name);
}

/** Hidden folders hold checkpoints, repositories and caches, not results. */
export function isVisible(name: string): boolean {
  return !name.startsWith('.');
}
