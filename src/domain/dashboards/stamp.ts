/**
 * Whether a stored object has a newer form than the one that was sent: Kibana migrates objects on import, and a migrated
 * object cannot be compared with the original. Stamps are versions (`8.9.0`); no stamp is the oldest.
 */
export function isMigrated(stored: string | undefined, sent: string | undefined): boolean {
  return compareVersions(stored, sent) > 0;
}

function numbers(version: string | undefined): number[] {
  return (version ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** @returns a negative number if the left version is older, 0 if they are the same, a positive number if it is newer */
export function compareVersions(left: string | undefined, right: string | undefined): number {
  const [first, second] = [numbers(left), numbers(right)];
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
