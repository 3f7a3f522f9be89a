/**
 * Which files count as gone. A share that is not mounted looks like an empty folder, and one that is half there like
 * a folder from which somebody deleted much: so a file is gone only when several scans in a row do not find it, and
 * no scan is believed that looks like a folder that is not all there.
 *
 *   found ──not in a believed scan──▶ absent 1 ──▶ absent 2 ──▶ … ──▶ absent `scans` times: gone
 *     ▲                                   │             │
 *     └────────── in any scan ────────────┴─────────────┘
 *
 *   A scan that is held back moves nothing forward.
 */

/** What tells whether a folder's path still leads to the same folder. `hasMarker`: a file that says so is in it. */
export type Place = { device: string; inode: string; hasMarker: boolean };

/** `scans`: from 1. `share`: the largest part of the known files that may vanish at once; 1 lets all of them go. */
export type AbsenceLimits = { scans: number; share: number };

type Counted = { known: number; absent: number };

/** Why a scan is not believed where it does not find something, and of how many files. */
export type Held =
  | (Counted & { type: 'other-device' })
  | (Counted & { type: 'marker-missing' })
  | (Counted & { type: 'too-many'; share: number });

export type Absence = {
  /** How often in a row each known path has been absent now; those that are not absent are not in it. */
  absences: Map<string, number>;
  /** In the order in which they are known; again at each scan, for as long as they are known. */
  gone: string[];
  /** For the next decision; undefined as long as no scan could be believed. */
  trusted: Place | undefined;
  held?: Held;
};

/**
 * Decides after a scan which known files are gone. It never is a file that was found, and none at all while the
 * outcome is `held`.
 *
 * - Too many at once: more than the allowed share of the known files, and more than one. Files that were absent often
 *   enough before were counted when they went; they count no more, neither as known nor as absent.
 * - The folder is on another device, or is another folder: counts start anew, and it is trusted as soon as not too
 *   many are absent. One without any of the known files is not, not even where it is only one that is known.
 * - The marker was in the trusted folder and is not in this one: held, however much is found.
 *
 * @param known paths of files that are in the ledger and not done with
 * @param found paths of all files of the scan
 * @param absences as the last decision left them
 * @param trusted as the last decision left it
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
