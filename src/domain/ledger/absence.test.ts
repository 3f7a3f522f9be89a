import { describe, expect, test } from 'vitest';
import { decideAbsence, describeHeld, type Absence, type Held, type Place } from './absence.ts';

const HOME: Place = { device: '1', inode: '10', hasMarker: false };
const MARKED: Place = { ...HOME, hasMarker: true };
const REMOUNTED: Place = { ...HOME, device: '2' };
const REPLACED: Place = { ...HOME, inode: '11' };

function names(count: number) {
  return Array.from({ length: count }, (_, number) => `file-${number}.json`);
}

/** A scan of `of` known files that misses the first `absent`, each of which was absent `before` times. */
function decide({
  of,
  absent,
  before = 0,
  place = HOME,
  trusted = HOME,
  share = 0.1,
  scans = 3,
}: {
  of: number;
  absent: number;
  before?: number;
  place?: Place;
  trusted?: Place | 'none';
  share?: number;
  scans?: number;
}): Absence {
  const known = names(of);
  return decideAbsence({
    known,
    found: new Set(known.slice(absent)),
    absences: new Map(known.slice(0, absent).map((path) => [path, before])),
    place,
    trusted: trusted === 'none' ? undefined : trusted,
    limits: { scans, share },
  });
}

function counts({ absences }: Absence) {
  return [...absences.values()];
}

describe('a scan that is believed', () => {
  test('moves what is absent one forward, up to gone', () => {
    expect(decide({ of: 20, absent: 2 })).toEqual({
      absences: new Map([
        ['file-0.json', 1],
        ['file-1.json', 1],
      ]),
      gone: [],
      trusted: HOME,
    });
    expect(decide({ of: 20, absent: 2, before: 1 }).gone).toEqual([]);
    const third = decide({ of: 20, absent: 2, before: 2 });
    expect([third.gone, counts(third)]).toEqual([
      ['file-0.json', 'file-1.json'],
      [3, 3],
    ]);
  });

  test('forgets the count of what is found again, and of what is not known', () => {
    const { absences } = decideAbsence({
      known: ['a', 'b'],
      found: new Set(['a', 'c']),
      absences: new Map([
        ['a', 2],
        ['b', 1],
        ['d', 2],
      ]),
      place: HOME,
      trusted: HOME,
      limits: { scans: 3, share: 0.1 },
    });
    expect(absences).toEqual(new Map([['b', 2]]));
  });

  test('lets files go at the first scan where one is enough', () => {
    expect(decide({ of: 20, absent: 1, scans: 1 }).gone).toEqual(['file-0.json']);
  });

  test('knows of no absence where nothing is known', () => {
    expect(decide({ of: 0, absent: 0, trusted: 'none' })).toEqual({
      absences: new Map(),
      gone: [],
      trusted: HOME,
    });
  });
});

describe('too many at once', () => {
  test.each([
    { of: 1, absent: 1, held: false },
    { of: 2, absent: 1, held: false },
    { of: 2, absent: 2, held: true },
    { of: 20, absent: 2, held: false },
    { of: 20, absent: 3, held: true },
    { of: 20, absent: 20, held: true },
    { of: 100, absent: 29, share: 0.29, held: false },
    { of: 100, absent: 30, share: 0.29, held: true },
    { of: 3, absent: 1, share: 0, held: false },
    { of: 3000, absent: 2, share: 0, held: true },
    { of: 20, absent: 20, share: 1, held: false },
    { of: 20, absent: 20, share: 0.99, held: true },
    { of: 20, absent: 3, trusted: 'none' as const, held: true },
    { of: 20, absent: 2, trusted: 'none' as const, held: false },
    { of: 1, absent: 1, trusted: 'none' as const, held: false },
  ])('%j', ({ held, ...scan }) => {
    const { of: known, absent, share = 0.1 } = scan;
    const outcome = decide({ ...scan, before: 2 });
    expect(outcome.held).toEqual(held ? { type: 'too-many', known, absent, share } : undefined);
    expect(outcome.gone).toEqual(held ? [] : names(absent));
    // Neither forward nor back.
    expect(new Set(counts(outcome))).toEqual(new Set([held ? 2 : 3]));
  });

  test('a place that was never trusted is not trusted for that', () => {
    expect(decide({ of: 20, absent: 20, trusted: 'none' }).trusted).toBeUndefined();
  });

  test('what went before counts neither as known nor as absent, and stays gone', () => {
    // 18 are left, of which 1 is absent now; then 2, which is more than a tenth of them.
    const next = (found: number) =>
      decideAbsence({
        known: names(20),
        found: new Set(names(20).slice(found)),
        absences: new Map(names(2).map((path) => [path, 3])),
        place: HOME,
        trusted: HOME,
        limits: { scans: 3, share: 0.1 },
      });
    expect(next(3)).toMatchObject({ gone: names(2) });
    expect(next(3).held).toBeUndefined();
    expect(next(4).held).toEqual({ type: 'too-many', known: 18, absent: 2, share: 0.1 });
    expect(next(4).gone).toEqual([]);
    expect(counts(next(4))).toEqual([3, 3]);
  });
});

describe('another place', () => {
  test.each([
    { name: 'device', place: REMOUNTED },
    { name: 'inode', place: REPLACED },
  ])('by its $name: held, and counts start anew', ({ place }) => {
    expect(decide({ of: 20, absent: 3, before: 2, place })).toEqual({
      absences: new Map(),
      gone: [],
      trusted: HOME,
      held: { type: 'other-device', known: 20, absent: 3 },
    });
  });

  test('is trusted once all but the allowed share is found, with counts that start anew', () => {
    const outcome = decide({ of: 20, absent: 2, before: 2, place: REMOUNTED });
    expect(outcome).toEqual({
      absences: new Map(names(2).map((path) => [path, 1])),
      gone: [],
      trusted: REMOUNTED,
    });
    expect(decide({ of: 20, absent: 0, place: REPLACED }).trusted).toEqual(REPLACED);
  });

  test('is not trusted when it has nothing of what is known, be it a single file, unless everything may go', () => {
    const outcome = decide({ of: 1, absent: 1, before: 2, place: REMOUNTED });
    expect(outcome.held).toEqual({ type: 'other-device', known: 1, absent: 1 });
    expect(decide({ of: 2, absent: 1, place: REMOUNTED }).trusted).toEqual(REMOUNTED);
    expect(decide({ of: 20, absent: 20, place: REMOUNTED, share: 1 }).trusted).toEqual(REMOUNTED);
  });

  test('does not bring back into question what went before', () => {
    const wentBefore = decide({ of: 20, absent: 20, before: 3, place: REMOUNTED });
    expect(wentBefore.held).toBeUndefined();
    expect(wentBefore.gone).toEqual(names(20));
    expect(decide({ of: 20, absent: 10, before: 3, place: REPLACED }).trusted).toEqual(REPLACED);
  });
});

describe('the marker', () => {
  test('that is no longer there holds everything back, however much is found', () => {
    expect(decide({ of: 20, absent: 1, before: 2, trusted: MARKED })).toEqual({
      absences: new Map([['file-0.json', 2]]),
      gone: [],
      trusted: MARKED,
      held: { type: 'marker-missing', known: 20, absent: 1 },
    });
    expect(decide({ of: 20, absent: 0, trusted: MARKED }).held?.type).toBe('marker-missing');
    expect(decide({ of: 20, absent: 20, trusted: MARKED, share: 1 }).held?.type).toBe('marker-missing');
  });

  test('is missed in another place too, which is not trusted without it', () => {
    const outcome = decide({ of: 20, absent: 0, trusted: MARKED, place: REMOUNTED });
    expect([outcome.held?.type, outcome.trusted]).toEqual(['marker-missing', MARKED]);
    expect(decide({ of: 20, absent: 20, trusted: MARKED, place: REMOUNTED }).held?.type).toBe('other-device');
  });

  test('that is new is expected from then on', () => {
    expect(decide({ of: 20, absent: 0, place: MARKED }).trusted).toEqual(MARKED);
  });

  test('that is there does not make up for what is absent', () => {
    expect(decide({ of: 20, absent: 20, place: MARKED, trusted: MARKED }).held?.type).toBe('too-many');
  });
});

test.each<[Held, string]>([
  [
    { type: 'too-many', known: 110, absent: 38, share: 0.1 },
    'At most 10 % of the known files may vanish at once, and 38 of 110 known files are not in /results, so no file counts as gone. Mount the folder again if it is not all there; if files were deleted on purpose, set watch.delete_limit to 0.35 or more.',
  ],
  [
    { type: 'other-device', known: 110, absent: 110 },
    '/results is another folder than before, or on another device, and all 110 known files are not in it, so no file counts as gone. Mount the right one again; if this is the right one and files were deleted on purpose, set watch.delete_limit to 1.',
  ],
  [
    { type: 'marker-missing', known: 110, absent: 1 },
    '.marker is no longer in /results, as if something else were mounted there, so no file counts as gone (1 of 110 known files is absent). Mount the right folder again, or put .marker back.',
  ],
])('%j, in words', (held, sentence) => {
  expect(describeHeld(held, { folder: '/results', marker: '.marker' })).toBe(sentence);
});
