/**
 * Which sources count as gone. A share that is not mounted looks like an empty folder, and a share that is partly available
 * looks like a folder in which many files were deleted. So a source is gone only after several consecutive scans without it,
 * and a scan that looks like an unavailable folder does not count.
 *
 *   found ──missing in a scan that counts──▶ absent 1 ──▶ absent 2 ──▶ … ──▶ absent `scans` times: gone
 *     ▲                                         │             │
 *     └───────────── found in any scan ─────────┴─────────────┘
 *
 *   A scan that does not count changes nothing, except that what it finds is found.
 */

/** Identifies the folder that a path leads to. `hasMarker`: the marker file is in it. */
export type Place = { device: string; inode: string; hasMarker: boolean };

/** `scans`: 1 or more. `share`: the largest part of the known sources that may vanish at once, up to 1: all of them. */
export type AbsenceLimits = { scans: number; share: number };

type Counted = { known: number; absent: number };

/** Why a scan does not count, with the number of sources that it concerns. */
export type Held =
  | (Counted & { type: 'other-device' })
  | (Counted & { type: 'marker-missing' })
  | (Counted & { type: 'too-many'; share: number });

export type Absence = {
  /** The number of consecutive absences of each known path that is absent. */
  absences: Map<string, number>;
  /** In the order of the known paths. A path is in it after each scan, as long as it is known. */
  gone: string[];
  /** For the next decision; undefined until a scan has counted. */
  trusted: Place | undefined;
  held?: Held;
};

/**
 * Decides after a scan which known sources are gone. A source that was found never is, and none is while the outcome is
 * `held`.
 *
 * - Too many vanish at once: more than the allowed share of the known sources, and more than one. Sources that are gone
 *   already count neither as known nor as absent.
 * - The folder is on another device, or is another folder: all counts start again. It is trusted once not too many sources
 *   are absent from it. A folder without any known source is not trusted, even if only one source is known.
 * - The marker was in the trusted folder and is missing from this one: held, even if all sources are found.
 *
 * @param known paths of the sources in the ledger that may vanish
 * @param found paths of the sources that the scan has found
 * @param absences of the last decision
 * @param trusted of the last decision
 */
export function decideAbsence({
  known,
  found,
  absences,
  place,
  trusted,
  limits,
}: {
  known: Iterable<string>;
  found: ReadonlySet<string>;
  absences: ReadonlyMap<string, number>;
  place: Place;
  trusted: Place | undefined;
  limits: AbsenceLimits;
}): Absence {
  const before = (path: string) => absences.get(path) ?? 0;
  const wentBefore = (path: string) => before(path) >= limits.scans;
  const all = [...new Set(known)];
  const absent = all.filter((path) => !found.has(path));
  const newlyAbsent = absent.filter((path) => !wentBefore(path));
  const counted = { known: all.length - (absent.length - newlyAbsent.length), absent: newlyAbsent.length };
  const isElsewhere = trusted !== undefined && !isSamePlace(trusted, place);
  const kept = isElsewhere ? absent.filter(wentBefore) : absent.filter((path) => before(path) > 0);

  const held = reasonToHold(counted, place, trusted, limits.share, isElsewhere);
  if (held !== undefined) {
    return { absences: new Map(kept.map((path) => [path, before(path)])), gone: [], trusted, held };
  }
  const keeps = new Set(kept);
  const now = new Map(absent.map((path) => [path, (keeps.has(path) ? before(path) : 0) + 1]));
  const gone = absent.filter((path) => (now.get(path) ?? 0) >= limits.scans);
  return { absences: now, gone, trusted: place };
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.device === b.device && a.inode === b.inode;
}

function reasonToHold(
  counted: Counted,
  place: Place,
  trusted: Place | undefined,
  share: number,
  isElsewhere: boolean,
): Held | undefined {
  const { known, absent } = counted;
  // Divided, because 29 of 100 are not more than 0.29, but 29 > 0.29 * 100.
  const isOverShare = absent / known > share;
  const isTooMany = isOverShare && absent > 1;
  if (isElsewhere && (isTooMany || (isOverShare && absent === known))) {
    return { type: 'other-device', ...counted };
  }
  if (trusted?.hasMarker === true && !place.hasMarker) return { type: 'marker-missing', ...counted };
  return isTooMany ? { type: 'too-many', ...counted, share } : undefined;
}

/** What was held back, why, and what to do about it. */
export function describeHeld(held: Held, { folder, marker }: { folder: string; marker: string }): string {
  const missing = missingOf(held);
  const limit = Math.ceil((held.absent / held.known) * 100) / 100;
  const deleted = `were deleted on purpose, set watch.delete_limit to ${limit === 1 ? limit : `${limit} or more`}`;
  if (held.type === 'other-device') {
    return `${folder} is another folder than before, or on another device, and ${missing} not in it, so no file counts as gone. Mount the right one again; if this is the right one and files ${deleted}.`;
  }
  if (held.type === 'marker-missing') {
    return `${marker} is no longer in ${folder}, as if something else were mounted there, so no file counts as gone (${missing} absent). Mount the right folder again, or put ${marker} back.`;
  }
  const percent = Number((held.share * 100).toPrecision(6));
  return `At most ${percent} % of the known files may vanish at once, and ${missing} not in ${folder}, so no file counts as gone. Mount the folder again if it is not all there; if files ${deleted}.`;
}

function missingOf({ known, absent }: Counted): string {
  if (absent === 0) return 'none is';
  if (absent < known) return `${absent} of ${known} known files ${absent === 1 ? 'is' : 'are'}`;
  return known === 1 ? 'the only known file is' : `all ${known} known files are`;
}
