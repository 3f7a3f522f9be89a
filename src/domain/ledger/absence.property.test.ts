import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideAbsence, describeHeld, type Absence, type AbsenceLimits, type Place } from './absence.ts';

const PATHS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

const place: fc.Arbitrary<Place> = fc.record({
  device: fc.constantFrom('1', '1', '1', '2'),
  inode: fc.constantFrom('10', '10', '10', '11'),
  hasMarker: fc.boolean(),
});

const limits: fc.Arbitrary<AbsenceLimits> = fc.record({
  scans: fc.integer({ min: 1, max: 4 }),
  share: fc.constantFrom(0, 0.1, 0.25, 0.5, 1),
});

/** Mostly few are absent, so that much is believed; sometimes any. */
const found = fc
  .oneof(
    { weight: 3, arbitrary: fc.subarray(PATHS, { maxLength: 2 }) },
    { weight: 1, arbitrary: fc.subarray(PATHS) },
  )
  .map((absent) => new Set(PATHS.filter((path) => !absent.includes(path))));

const scan = fc.record({ found, place });

const story = fc.record({
  known: fc.subarray(PATHS, { minLength: 1 }),
  limits,
  scans: fc.array(scan, { minLength: 1, maxLength: 12 }),
});

type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;
type Step = { found: ReadonlySet<string>; place: Place; trustedBefore: Place | undefined; outcome: Absence };

/** Decides scan after scan, each on what the one before left; files that are gone stay known. */
function tell({ known, limits, scans }: Story): Step[] {
  const steps: Step[] = [];
  for (const { found, place } of scans) {
    const last = steps.at(-1)?.outcome;
    const absences = last?.absences ?? new Map<string, number>();
    const trustedBefore = last?.trusted;
    const outcome = decideAbsence({ known, found, absences, place, trusted: trustedBefore, limits });
    steps.push({ found, place, trustedBefore, outcome });
  }
  return steps;
}

function check(holds: (steps: Step[], story: Story) => void) {
  return fc.assert(
    fc.property(story, (told) => holds(tell(told), told)),
    { numRuns: 500 },
  );
}

function isSame(a: Place | undefined, b: Place) {
  return a === undefined || (a.device === b.device && a.inode === b.inode);
}

test('the stories have all of it: files that go, and each reason to hold them back', () => {
  const seen = new Set<string>();
  check((steps) => {
    for (const { outcome } of steps) {
      seen.add(outcome.held?.type ?? (outcome.gone.length > 0 ? 'gone' : 'believed'));
    }
  });
  expect(seen).toEqual(new Set(['other-device', 'marker-missing', 'too-many', 'gone', 'believed']));
});

test('nothing is gone that was found, or that is not known', () => {
  check((steps, { known }) => {
    for (const { found, outcome } of steps) {
      for (const path of [...outcome.gone, ...outcome.absences.keys()]) {
        expect(found.has(path)).toBe(false);
        expect(known).toContain(path);
      }
    }
  });
});

test('nothing is gone, and no count goes up, while anything is held back', () => {
  check((steps) => {
    for (const [position, { outcome, trustedBefore }] of steps.entries()) {
      if (outcome.held === undefined) continue;
      expect(outcome.gone).toEqual([]);
      expect(outcome.trusted).toBe(trustedBefore);
      const before = steps[position - 1]?.outcome.absences;
      for (const [path, count] of outcome.absences) expect(count).toBe(before?.get(path));
    }
  });
});

test('what is gone was in none of the last scans, and at least `scans` of them were believed', () => {
  check((steps, { limits }) => {
    for (const [position, { outcome }] of steps.entries()) {
      for (const path of outcome.gone) {
        const soFar = steps.slice(0, position + 1);
        const lastFound = soFar.findLastIndex(({ found }) => found.has(path));
        const believed = soFar.slice(lastFound + 1).filter(({ outcome }) => outcome.held === undefined);
        expect(believed.length).toBeGreaterThanOrEqual(limits.scans);
      }
    }
  });
});

test('what goes at once is one file, or no more than the share of what was left', () => {
  check((steps, { known, limits }) => {
    const wentBefore = (path: string, position: number) =>
      (steps[position - 1]?.outcome.absences.get(path) ?? 0) >= limits.scans;
    for (const [position, { outcome, found }] of steps.entries()) {
      const newly = outcome.gone.filter((path) => !wentBefore(path, position));
      // A file that came back is one of them again.
      const left = known.filter((path) => found.has(path) || !wentBefore(path, position));
      expect(newly.length <= 1 || newly.length / left.length <= limits.share).toBe(true);
    }
  });
});

test('a file that stays absent goes after exactly `scans` scans of a folder that stays the same', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), place, (scans, place) => {
      const found = new Set(PATHS.slice(1));
      const limits = { scans, share: 0.1 };
      const steps = tell({
        known: PATHS,
        limits,
        scans: Array.from({ length: 7 }, () => ({ found, place })),
      });
      const went = steps.findIndex(({ outcome }) => outcome.gone.length > 0);
      expect(went).toBe(scans - 1);
      expect(steps.every(({ outcome }, position) => outcome.gone.includes('a') === position >= went)).toBe(
        true,
      );
    }),
  );
});

test('on another place no earlier scan counts for what had not gone by then', () => {
  check((steps, { limits }) => {
    for (const [position, { outcome, place, trustedBefore }] of steps.entries()) {
      if (isSame(trustedBefore, place)) continue;
      const before = steps[position - 1]?.outcome.absences;
      for (const [path, count] of outcome.absences) {
        expect(count === 1 || (before?.get(path) ?? 0) >= limits.scans).toBe(true);
      }
    }
  });
});

test('the marker is missed wherever it was before, and a place that is trusted is the one that was scanned', () => {
  check((steps) => {
    for (const { outcome, place, trustedBefore } of steps) {
      const isMarkerMissing = trustedBefore?.hasMarker === true && !place.hasMarker;
      expect(isMarkerMissing && outcome.held === undefined).toBe(false);
      expect(outcome.trusted).toEqual(outcome.held === undefined ? place : trustedBefore);
    }
  });
});

test('a scan that finds everything is believed, unless the marker is missing', () => {
  fc.assert(
    fc.property(story, place, (told, last) => {
      const marked = { ...last, hasMarker: true };
      const steps = tell({ ...told, scans: [...told.scans, { found: new Set(PATHS), place: marked }] });
      expect(steps.at(-1)?.outcome).toEqual({ absences: new Map(), gone: [], trusted: marked });
    }),
  );
});

test('the limit that a sentence names is one that lets the files go', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 400 }), fc.integer({ min: 2, max: 400 }), (of, missing) => {
      const known = Array.from({ length: of }, (_, number) => String(number));
      const found = new Set(known.slice(Math.min(of, missing)));
      const decide = (share: number) =>
        decideAbsence({
          known,
          found,
          absences: new Map(),
          place: { device: '1', inode: '1', hasMarker: false },
          trusted: undefined,
          limits: { scans: 3, share },
        }).held;
      const held = decide(0);
      if (held === undefined) throw new Error('More than one is absent.');
      const named = /watch\.delete_limit to ([\d.]*\d)/.exec(describeHeld(held, { folder: '', marker: '' }));
      expect(decide(Number(named?.[1]))).toBeUndefined();
    }),
  );
});
