/**
 * Whether a stored object is of a newer form than the one sent: Kibana migrates what it imports, and what it
 * then holds cannot be compared with what was sent. Stamps are versions (`8.9.0`); none is the oldest.
 */
export function isMigrated(stored: string | undefined, sent: string | undefined): boolean {
  return compareVersions(stored, sent) > 0;
}

function numbers(version: string | undefined): number[] {
  return (version ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** Negative, zero or positive, like the left version is older, the same or newer. */
export function compareVersions(left: string | undefined, right: string | undefined): number {
  const [first, second] = [numbers(left), numbers(right)];
  for (let at = 0; at < Math.max(first.length, second.length); at += 1) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
